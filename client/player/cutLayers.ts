import type { ClipEvent, Cut, CutEvent } from '@studio/shared/timeline';

/** One picture of a frame of the film: a clip at a frame of its Take (counted at the cut's rate), `opacity` 0 to 1. */
export interface CutLayer {
  readonly event: ClipEvent;
  readonly sourceFrame: number;
  readonly opacity: number;
}

/** The pictures of a frame of the film, bottom first: none in a gap, two in a dissolve, else one. */
export function layersAt(cut: Pick<Cut, 'events'>, frame: number): readonly CutLayer[] {
  const index = cut.events.findIndex((event) => frame >= event.recordInFrames && frame < event.recordOutFrames);
  const event = cut.events[index];
  if (!event) return [];
  const elapsed = frame - event.recordInFrames;
  const layers: CutLayer[] = [];
  const mixFrames = event.transition.kind === 'dissolve' ? event.transition.frames : 0;
  const isMixing = elapsed < mixFrames;
  const before = cut.events[index - 1];
  if (isMixing && before?.kind === 'clip') {
    layers.push({ event: before, sourceFrame: before.sourceOutFrames + elapsed, opacity: 1 });
  }
  if (event.kind === 'clip') {
    const opacity = isMixing ? (elapsed + 1) / (mixFrames + 1) : 1;
    layers.push({ event, sourceFrame: event.sourceInFrames + elapsed, opacity });
  }
  return layers;
}

/** The next clip that a player will need after a frame, in the direction it runs. */
export function clipAfter(cut: Pick<Cut, 'events'>, frame: number, direction: 1 | -1): ClipEvent | undefined {
  const isClip = (event: CutEvent): event is ClipEvent => event.kind === 'clip';
  if (direction === 1) return cut.events.filter(isClip).find((event) => event.recordInFrames > frame);
  return cut.events.filter(isClip).findLast((event) => event.recordOutFrames <= frame);
}

/**
 * Gives the wanted clips a slot each: one that a clip has already stays its own, so that what is loaded stays loaded.
 * Returns the clip id of each slot; a slot nobody wants keeps what it has.
 */
export function assignSlots(slots: readonly (string | null)[], wanted: readonly string[]): readonly (string | null)[] {
  const kept = slots.map((id) => (id !== null && wanted.includes(id) ? id : null));
  const waiting = wanted.filter((id) => !kept.includes(id));
  return slots.map((id, place) => kept[place] ?? waiting.shift() ?? id);
}
