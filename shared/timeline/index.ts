export { type CompiledEdl, compileEdl, type EdlReel } from './compileEdl.ts';
export {
  type ClipEvent,
  type Cut,
  type CutEvent,
  type CutTransition,
  durationOfCut,
  findEventAt,
  type GapEvent,
  maxCutEvents,
  maxDissolveFrames,
} from './cut.ts';
export { type EdlEvent, type ParsedEdl, parseEdl } from './parseEdl.ts';
export { pictureClips, projectCut, type ProjectCutSources, projectRate } from './projectCut.ts';
export {
  convertFrames,
  framesPerDay,
  framesToSeconds,
  isRate,
  isSameRate,
  namedRates,
  nameOfRate,
  type Rate,
  type RateName,
  rateNames,
  timecodeBase,
} from './rate.ts';
export { allotReels, isReel, type ReelMedium } from './reels.ts';
export {
  type CutClip,
  type CutNotice,
  type CutSources,
  type CutTake,
  type ResolvedCut,
  resolveCut,
} from './resolveCut.ts';
export { formatTimecode, parseTimecode, splitTimecode, type TimecodeFields } from './timecode.ts';
export { readTypedTimecode, type TypedTimecodeContext } from './typedTimecode.ts';
export type { TimelineReason, TimelineRefusal, TimelineResult } from './timelineReason.ts';
