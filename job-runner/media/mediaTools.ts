import type { Result } from '@studio/shared/result';

/** Where the two programs are; a bare name is looked up on the PATH. */
export type MediaTools = { readonly ffmpegPath: string; readonly ffprobePath: string };

/** Why media could not be read or made; a closed list. */
export type MediaReason =
  | 'program-missing'
  | 'program-failed'
  | 'timed-out'
  | 'cancelled'
  | 'media-unreadable'
  | 'media-refused'
  | 'file-error';

/** The outcome of reading or making media. */
export type MediaResult<Value> = Result<Value, MediaReason>;

/** What every call that starts a program may be given. */
export type ProcessLimits = { readonly signal?: AbortSignal | undefined; readonly timeoutMs?: number | undefined };
