import { convertFrames, type Rate } from '@studio/shared/timeline';

/** Frames in a second as a plain number, for clocks and widths; never for positions. */
export function framesPerSecond(rate: Rate): number {
  return rate.num / rate.den;
}

/**
 * Where to seek so that frame `frame` is drawn: the middle of the frame. The start of a frame rounds to the frame before
 * in about a third of all seeks; the middle never did in any rate or codec that was measured.
 */
export function seekSeconds(frame: number, rate: Rate): number {
  return ((frame + 0.5) * rate.den) / rate.num;
}

/** The frame a video has drawn, from the `mediaTime` of its frame callback (currentTime is one behind while playing). */
export function frameOfMediaTime(mediaTime: number, rate: Rate): number {
  return Math.round((mediaTime * rate.num) / rate.den);
}

/** Keeps a frame within `0 … frames - 1`, whole. */
export function clampFrame(frame: number, frames: number): number {
  return Math.max(0, Math.min(Math.max(1, frames) - 1, Math.round(frame)));
}

/** The frame of a Take that is on screen `frame` frames into it, counted at another rate. Never past its end. */
export function takeFrameAt(frame: number, at: Rate, take: { readonly frames: number; readonly rate: Rate }): number {
  return clampFrame(convertFrames(frame, at, take.rate), take.frames);
}

/** The frame under a point of a track that shows `frames` frames over `width` pixels. */
export function frameAtPixel(pixel: number, width: number, frames: number): number {
  return width <= 0 ? 0 : clampFrame(Math.floor((pixel / width) * frames), frames);
}

/** Where a frame begins on such a track, in percent, so that a marker stands at the head's place for that frame. */
export function percentOfFrame(frame: number, frames: number): number {
  return frames <= 1 ? 0 : (clampFrame(frame, frames) / (frames - 1)) * 100;
}
