import type { Result } from '@studio/shared/result';
import type { TimelineReason } from '@studio/shared/timeline';
import type { MediaReason, MediaTools } from '../media/mediaTools.ts';
import type { PictureFormat } from './videoSegment.ts';

/** Why a film could not be rendered; a closed list. */
export type RenderReason =
  | MediaReason
  | TimelineReason
  | 'size-invalid'
  | 'reel-unknown'
  | 'range-outside-take'
  | 'frame-count-wrong';

/** The outcome of a step of rendering. */
export type RenderResult<Value> = Result<Value, RenderReason>;

/** What every step of one render shares; `workFolder` is removed at its end, `cacheFolder` is kept. */
export type RenderTools = {
  readonly tools: MediaTools;
  readonly format: PictureFormat;
  readonly cacheFolder: string;
  readonly workFolder: string;
  readonly clock: () => number;
  readonly signal: AbortSignal | undefined;
};
