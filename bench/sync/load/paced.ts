import { setTimeout as delay } from 'node:timers/promises';

// A timer of Node comes up to this late: that is neither the server's doing nor a stall.
const TIMER_SLACK_MS = 2;

/**
 * Does something at a fixed rate, whether or not what it led to has come (an open loop), from `first` until before `end`.
 * `since` is when it counts as begun: now, or when it was due if the generator had stalled, so that a stall is not left
 * out of the figures.
 */
export async function paced(
  { first, end, perSecond }: { readonly first: number; readonly end: number; readonly perSecond: number },
  act: (number: number, since: number) => void,
): Promise<void> {
  const began = performance.now();
  for (let next = first; next < end; ) {
    for (; next < end; next += 1) {
      const due = began + ((next - first) * 1000) / perSecond;
      const now = performance.now();
      if (due > now) break;
      act(next, now - due > TIMER_SLACK_MS ? due : now);
    }
    await delay(1);
  }
}
