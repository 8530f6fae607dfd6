import * as Y from 'yjs';
import { readChoice, readCount, readString } from '../fieldReaders.ts';
import { isOrder } from '../order.ts';

/** What a track carries. */
export const TRACK_KINDS = ['picture', 'dialogue', 'music', 'effects'] as const;
/** One of the kinds of track. */
export type TrackKind = (typeof TRACK_KINDS)[number];

/** Where a clip stands whose order is not known. */
const FIRST_ORDER = 'a0';

/** A track of the timeline. */
export interface TrackRow {
  readonly id: string;
  readonly kind: TrackKind;
  readonly name: string;
}

/** The picture track every project has; read, never written. */
export const PICTURE_TRACK: TrackRow = Object.freeze({ id: 'picture', kind: 'picture', name: 'Picture' });

/**
 * A shot's place in the cut. It plays the shot's active Take from `trimInFrames` for `durationFrames` (0: to the Take's
 * end), after a dissolve of `dissolveFrames` from the clip before (0: a cut). `order` is a fractional index; ties break by id.
 */
export interface ClipRow {
  readonly id: string;
  readonly trackId: string;
  readonly shotId: string;
  readonly order: string;
  readonly trimInFrames: number;
  readonly durationFrames: number;
  readonly dissolveFrames: number;
}

/** Reads a clip; undefined when it has no shot. */
export function readClip(id: string, record: unknown): ClipRow | undefined {
  if (!(record instanceof Y.Map)) return undefined;
  const shotId = readString(record, 'shotId', '');
  if (shotId === '') return undefined;
  const order = readString(record, 'order', FIRST_ORDER);
  return Object.freeze({
    id,
    shotId,
    trackId: readString(record, 'trackId', PICTURE_TRACK.id),
    // A key of no known form would make every edit of the cut beside it fail.
    order: isOrder(order) ? order : FIRST_ORDER,
    trimInFrames: readCount(record, 'trimInFrames', 0),
    durationFrames: readCount(record, 'durationFrames', 0),
    dissolveFrames: readCount(record, 'dissolveFrames', 0),
  });
}

/** Reads a stored track; undefined when it is not a record. */
export function readTrack(id: string, record: unknown): TrackRow | undefined {
  if (!(record instanceof Y.Map)) return undefined;
  return Object.freeze({
    id,
    kind: readChoice(record, 'kind', TRACK_KINDS, 'picture'),
    name: readString(record, 'name', 'Track'),
  });
}
