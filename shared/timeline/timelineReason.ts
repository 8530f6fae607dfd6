import type { Result } from '../result.ts';

/** Why the timeline refused something; the list is closed so that callers can act on each. */
export type TimelineReason =
  | 'timecode-malformed'
  | 'timecode-out-of-range'
  | 'timecode-dropped-label'
  | 'entry-malformed'
  | 'entry-before-start'
  | 'rate-invalid'
  | 'number-invalid'
  | 'handle-too-short'
  | 'duplicate-id'
  | 'too-many-events'
  | 'dissolve-too-long'
  | 'record-not-continuous'
  | 'past-midnight'
  | 'reel-invalid'
  | 'edl-malformed'
  | 'edl-unsupported'
  | 'edl-empty'
  | 'edl-rate-impossible'
  | 'edl-mismatch';

/** The outcome of a timeline operation; the field of a failure is an input's name, or `line n` of an EDL. */
export type TimelineResult<Value> = Result<Value, TimelineReason>;

/** The failing half of a TimelineResult, for checks that answer "why not" or null. */
export type TimelineRefusal = Extract<TimelineResult<never>, { ok: false }>;
