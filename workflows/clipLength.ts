import type { Pipeline } from './pipeline.ts';

/** The frames of a clip of so many seconds: a multiple of four plus one, as the model's latent frames demand. */
export function clipLength(pipeline: Pipeline, seconds: number): number {
  return Math.max(1, Math.round((seconds * (pipeline.framesPerSecond ?? 16)) / 4)) * 4 + 1;
}
