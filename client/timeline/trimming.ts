import type { ClipRow } from '@studio/shared/document';
import { convertFrames, type CutEvent, type Rate } from '@studio/shared/timeline';

/** A clip as trimming needs it: where it plays now, and how many frames its Take could give (`Infinity` for stills and gaps). */
export interface TrimSubject {
  readonly sourceInFrames: number;
  readonly sourceOutFrames: number;
  readonly availableFrames: number;
}

/** Which end of a clip is dragged. */
export type TrimEdge = 'in' | 'out';

/** What a trim writes into the clip. */
export type TrimChange = Pick<ClipRow, 'trimInFrames' | 'durationFrames'>;

/** Reads what can be trimmed from a resolved event and the Take that it plays. */
export function trimSubject(
  event: Pick<CutEvent, 'kind' | 'sourceInFrames' | 'sourceOutFrames'>,
  take: { readonly kind: string; readonly frames: number; readonly rate: Rate } | undefined,
  cutRate: Rate,
): TrimSubject {
  const isEndless = event.kind === 'gap' || take === undefined || take.kind === 'image';
  return {
    sourceInFrames: event.sourceInFrames,
    sourceOutFrames: event.sourceOutFrames,
    availableFrames: isEndless ? Number.POSITIVE_INFINITY : convertFrames(take.frames, take.rate, cutRate) || 1,
  };
}

/** How far an edge may move, in frames: a clip keeps one frame at least, and never shows what its Take does not have. */
export function trimRange(subject: TrimSubject, edge: TrimEdge): { readonly least: number; readonly most: number } {
  const { sourceInFrames, sourceOutFrames, availableFrames } = subject;
  const length = sourceOutFrames - sourceInFrames;
  if (edge === 'out') return { least: 1 - length, most: availableFrames - sourceOutFrames };
  const room = Number.isFinite(availableFrames) ? sourceInFrames : Number.POSITIVE_INFINITY;
  return { least: 0 - room, most: length - 1 };
}

/** The trim that moving an edge by `delta` frames makes; an out point at the Take's end is kept as “to the end” (0). */
export function trimBy(subject: TrimSubject, edge: TrimEdge, delta: number): TrimChange {
  const { least, most } = trimRange(subject, edge);
  const moved = Math.round(Math.max(least, Math.min(most, delta)));
  const { sourceInFrames, sourceOutFrames, availableFrames } = subject;
  const isEndless = !Number.isFinite(availableFrames);
  const start = edge === 'in' && !isEndless ? sourceInFrames + moved : sourceInFrames;
  const length = sourceOutFrames - sourceInFrames + (edge === 'in' ? -moved : moved);
  return { trimInFrames: start, durationFrames: start + length === availableFrames ? 0 : length };
}

/** The trim that puts an edge at the playhead; undefined when the playhead is not inside the clip. */
export function trimToPlayhead(
  event: Pick<CutEvent, 'recordInFrames' | 'recordOutFrames'>,
  subject: TrimSubject,
  edge: TrimEdge,
  playheadFrame: number,
): TrimChange | undefined {
  if (playheadFrame < event.recordInFrames || playheadFrame >= event.recordOutFrames) return undefined;
  // The playhead's own frame stays in the film, whichever end is cut off.
  const delta = edge === 'in' ? playheadFrame - event.recordInFrames : playheadFrame + 1 - event.recordOutFrames;
  return delta === 0 ? undefined : trimBy(subject, edge, delta);
}
