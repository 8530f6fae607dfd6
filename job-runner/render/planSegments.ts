import type { EdlEvent } from '@studio/shared/timeline';

/** A stretch of one source: a reel from frame `fromFrame` (counted at the rate of the film), or black when `reel` is null. */
export type SegmentLayer = { readonly reel: string | null; readonly fromFrame: number };

/**
 * A piece of film that is rendered on its own: `frames` frames from film frame `startFrame`. One layer is a body; with two, the first gives
 * way to the second over the whole segment.
 */
export type Segment = {
  readonly startFrame: number;
  readonly frames: number;
  readonly layers: readonly [SegmentLayer] | readonly [SegmentLayer, SegmentLayer];
};

/**
 * Divides events into segments: one body an event, and one for each dissolve, made of the tail that the outgoing clip holds after its out
 * point and the head of the incoming one. The segments abut and fill the film exactly.
 */
export function planSegments(events: readonly EdlEvent[]): Segment[] {
  return events.flatMap((event, index) => {
    const mixed = event.transition.kind === 'dissolve' ? event.transition.frames : 0;
    const duration = event.recordOutFrames - event.recordInFrames;
    const segments: Segment[] = [];
    if (mixed > 0) {
      const layers = [layerAfter(events[index - 1]), layerOf(event, event.sourceInFrames)] as const;
      segments.push({ startFrame: event.recordInFrames, frames: mixed, layers });
    }
    if (duration > mixed) {
      const layers = [layerOf(event, event.sourceInFrames + mixed)] as const;
      segments.push({ startFrame: event.recordInFrames + mixed, frames: duration - mixed, layers });
    }
    return segments;
  });
}

function layerOf(event: EdlEvent, fromFrame: number): SegmentLayer {
  return event.kind === 'gap' ? { reel: null, fromFrame: 0 } : { reel: event.reel, fromFrame };
}

function layerAfter(event: EdlEvent | undefined): SegmentLayer {
  return event === undefined ? { reel: null, fromFrame: 0 } : layerOf(event, event.sourceOutFrames);
}
