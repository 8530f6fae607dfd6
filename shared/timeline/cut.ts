import type { Rate } from './rate.ts';

/** How a clip begins: at once, or mixed over its first `frames` with what comes before it (black at the start of the film). */
export type CutTransition = { readonly kind: 'cut' } | { readonly kind: 'dissolve'; readonly frames: number };

/**
 * Part of a Take in the film. Source frames count from the Take's first frame at the rate of the cut; record frames count from the
 * first frame of the film. Out points are exclusive.
 */
export type ClipEvent = {
  readonly id: string;
  readonly kind: 'clip';
  readonly clipName: string;
  readonly mediaSha256: string;
  readonly reel: string;
  readonly sourceInFrames: number;
  readonly sourceOutFrames: number;
  readonly recordInFrames: number;
  readonly recordOutFrames: number;
  readonly transition: CutTransition;
};

/** Black in the film, with a label that says what is missing; same frame counting as ClipEvent. */
export type GapEvent = {
  readonly id: string;
  readonly kind: 'gap';
  readonly clipName: string;
  readonly mediaSha256: null;
  readonly reel: 'BL';
  readonly sourceInFrames: number;
  readonly sourceOutFrames: number;
  readonly recordInFrames: number;
  readonly recordOutFrames: number;
  readonly transition: CutTransition;
};

/** One event of a cut. */
export type CutEvent = ClipEvent | GapEvent;

/** A film as one picture track: frozen, its events end to end in record order, ready to be compiled or drawn. */
export type Cut = {
  readonly title: string;
  readonly rate: Rate;
  readonly startTimecodeFrames: number;
  readonly events: readonly CutEvent[];
};

/** The straight cut, shared by all events that have no dissolve. */
export const straightCut: CutTransition = Object.freeze({ kind: 'cut' });

/** The longest dissolve that the CMX3600 duration field can be trusted to carry, in frames. */
export const maxDissolveFrames = 255;

/** The most events that a CMX3600 list can number. */
export const maxCutEvents = 999;

/** Length of the film in frames. */
export function durationOfCut(cut: Pick<Cut, 'events'>): number {
  return cut.events.at(-1)?.recordOutFrames ?? 0;
}

/** The event that is on screen at a frame of the film (in a dissolve, the one that comes), or null past the end. */
export function findEventAt(cut: Pick<Cut, 'events'>, frame: number): CutEvent | null {
  return cut.events.find((event) => frame >= event.recordInFrames && frame < event.recordOutFrames) ?? null;
}
