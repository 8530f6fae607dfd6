import { timecodeBase, type CutEvent, type Rate } from '@studio/shared/timeline';

/** How much of the film a pixel shows. */
export interface TimelineScale {
  readonly pixelsPerFrame: number;
}

/** A clip's place on the track, in pixels from the film's first frame. */
export interface ClipBox {
  readonly id: string;
  readonly left: number;
  readonly width: number;
}

/** The closest zoom: a frame is as wide as a finger. */
export const MAX_PIXELS_PER_FRAME = 40;
const MIN_PIXELS_PER_FRAME = 0.02;

/** Keeps a zoom within what can be drawn and read. */
export function clampScale(pixelsPerFrame: number): TimelineScale {
  return { pixelsPerFrame: Math.max(MIN_PIXELS_PER_FRAME, Math.min(MAX_PIXELS_PER_FRAME, pixelsPerFrame)) };
}

/** The zoom at which the whole film fits, with a little air behind it. */
export function fitScale(frames: number, width: number): TimelineScale {
  return clampScale((width * 0.96) / Math.max(1, frames));
}

/** Where the clips of a cut stand. */
export function clipBoxes(events: readonly CutEvent[], { pixelsPerFrame }: TimelineScale): readonly ClipBox[] {
  return events.map((event) => ({
    id: event.id,
    left: event.recordInFrames * pixelsPerFrame,
    width: (event.recordOutFrames - event.recordInFrames) * pixelsPerFrame,
  }));
}

/** The frame under a pixel of the track. */
export function frameAt(pixel: number, { pixelsPerFrame }: TimelineScale): number {
  return Math.max(0, Math.floor(pixel / pixelsPerFrame));
}

/**
 * Where a dragged clip would land: `index` counts among the other clips, as `moveClip` takes it; `guide` is the pixel of
 * the insertion line. A clip passes its neighbour when the pointer passes the neighbour's middle.
 */
export function dropPlace(
  boxes: readonly ClipBox[],
  draggedId: string,
  pixel: number,
): { index: number; guide: number } {
  const others = boxes.filter((box) => box.id !== draggedId);
  const index = others.filter((box) => pixel > box.left + box.width / 2).length;
  const next = others[index];
  const last = boxes.at(-1);
  const end = last ? last.left + last.width : 0;
  const previous = others[index - 1];
  const draggedPlace = boxes.findIndex((box) => box.id === draggedId);
  // Its own gap: the line stands where the clip begins now.
  if (index === draggedPlace) return { index, guide: boxes[draggedPlace]?.left ?? end };
  return { index, guide: next?.left ?? (previous ? previous.left + previous.width : end) };
}

/** Moves a frame onto the nearest of `targets` within `reach` pixels; `target` is the one it took, if any. */
export function snapFrame(
  frame: number,
  targets: Iterable<number>,
  { pixelsPerFrame }: TimelineScale,
  reach = 8,
): { frame: number; target: number | null } {
  let nearest: number | null = null;
  for (const target of targets) {
    const distance = Math.abs(target - frame);
    if (distance * pixelsPerFrame > reach) continue;
    if (nearest === null || distance < Math.abs(nearest - frame)) nearest = target;
  }
  return { frame: nearest ?? frame, target: nearest };
}

/** A mark of the ruler; the major ones carry a timecode. */
export interface RulerTick {
  readonly frame: number;
  readonly isMajor: boolean;
}

/** The ticks between two frames, as dense as can be read: majors at least `spacing` pixels apart, on frames or seconds. */
export function rulerTicks(
  from: number,
  to: number,
  scale: TimelineScale,
  rate: Rate,
  spacing = 96,
): readonly RulerTick[] {
  const base = timecodeBase(rate);
  const steps = [1, 2, 4, base / 2, base, ...[2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].map((s) => s * base)];
  const whole = steps.map((step) => Math.max(1, Math.round(step)));
  const major = whole.find((step) => step * scale.pixelsPerFrame >= spacing) ?? whole.at(-1) ?? base;
  const minor =
    whole.findLast((step) => step < major && major % step === 0 && step * scale.pixelsPerFrame >= 8) ?? major;
  const ticks: RulerTick[] = [];
  for (let frame = Math.floor(from / minor) * minor; frame <= to; frame += minor) {
    ticks.push({ frame, isMajor: frame % major === 0 });
  }
  return ticks;
}
