import { fail, ok } from '@studio/shared/result';
import { sampleAt } from './filmClock.ts';
import type { JoinPart } from './joinSegments.ts';
import type { Segment } from './planSegments.ts';
import { renderSegment } from './renderSegment.ts';
import type { RenderResult, RenderTools } from './renderTools.ts';
import { nameSegment } from './segmentKey.ts';
import type { RenderMedium, SegmentSource } from './segmentSource.ts';

/** One encoder uses the cores well but not all the time; two fill the pauses. */
const simultaneousSegments = 2;

/** Renders every segment, two at a time, and stops all of them at the first failure; `onProgress` goes from 0 to 1 over the frames. */
export async function renderParts(
  render: RenderTools,
  segments: readonly Segment[],
  media: ReadonlyMap<string, RenderMedium>,
  ffmpegVersion: string,
  onProgress: (progress: number) => void,
): Promise<RenderResult<JoinPart[]>> {
  const stop = new AbortController();
  const signal = render.signal === undefined ? stop.signal : AbortSignal.any([render.signal, stop.signal]);
  const track = trackFrames(segments, onProgress);
  const parts: JoinPart[] = [];
  const waiting = segments.entries();
  let failure: RenderResult<never> | null = null;
  const work = async (): Promise<void> => {
    for (const [index, segment] of waiting) {
      if (failure !== null) return;
      const source = findSource(segment, media, render);
      const keys = nameSegment(source, render.format, ffmpegVersion);
      const rendered = await renderSegment({ ...render, signal }, source, keys, (frames) => track(index, frames));
      if (rendered.ok) parts[index] = { source, rendered: rendered.value };
      else failure ??= fail(rendered.failure.reason, describePlace(rendered.failure.message, segment));
      if (!rendered.ok) stop.abort();
    }
  };
  try {
    await Promise.all(Array.from({ length: simultaneousSegments }, work));
  } finally {
    stop.abort();
  }
  return failure ?? ok(parts);
}

function describePlace(message: string, { startFrame, frames }: Segment): string {
  return `Frames ${startFrame} to ${startFrame + frames - 1} of the film: ${message}`;
}

function findSource(
  segment: Segment,
  media: ReadonlyMap<string, RenderMedium>,
  { format }: RenderTools,
): SegmentSource {
  const { startFrame, frames } = segment;
  const samples = sampleAt(startFrame + frames, format.rate) - sampleAt(startFrame, format.rate);
  const layers = segment.layers.map(({ reel, fromFrame }) => ({
    fromFrame,
    medium: reel === null ? null : (media.get(reel) ?? null),
  }));
  return { startFrame, frames, samples, layers };
}

/** Sums the frames done in all segments; reports grow only. */
function trackFrames(segments: readonly Segment[], onProgress: (progress: number) => void) {
  const total = segments.reduce((sum, { frames }) => sum + frames, 0);
  const done = new Map<number, number>();
  let sum = 0;
  return (index: number, frames: number): void => {
    const before = done.get(index) ?? 0;
    if (frames <= before) return;
    done.set(index, frames);
    sum += frames - before;
    onProgress(Math.min(1, sum / total));
  };
}
