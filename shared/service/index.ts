export { STOP_GRACE_MS, STOP_WITHIN_MS } from './stopTimes.ts';
export { stopWhenAsked } from './stopWhenAsked.ts';
