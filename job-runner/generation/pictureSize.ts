import { limitsOf, type Pipeline, type Workflow } from '@studio/workflows';

/** A size in pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

interface SideLimits {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/**
 * The size to generate at: the film's aspect with the tier's usual longest side, each side on the pipeline's step and
 * within its limits. Undefined when the pipeline has no sizes to set.
 */
export function pictureSize(pipeline: Pipeline, workflow: Workflow, film: PixelSize): PixelSize | undefined {
  const width = sideLimits(pipeline, workflow, 'width');
  const height = sideLimits(pipeline, workflow, 'height');
  if (!width || !height) return undefined;
  const usual = Math.max(usualSide(pipeline, workflow, 'width'), usualSide(pipeline, workflow, 'height'));
  const scale = usual / Math.max(film.width, film.height);
  const fit = Math.min(1, width.max / (film.width * scale), height.max / (film.height * scale));
  return {
    width: onStep(film.width * scale * fit, width),
    height: onStep(film.height * scale * fit, height),
  };
}

/** The nearest value on the step within the limits; the step counts from the least value. */
export function onStep(value: number, { min, max, step }: SideLimits): number {
  const within = Math.min(max, Math.max(min, value));
  const nearest = min + Math.round((within - min) / step) * step;
  return nearest > max ? nearest - step : nearest;
}

function sideLimits(pipeline: Pipeline, workflow: Workflow, name: 'width' | 'height'): SideLimits | undefined {
  const input = pipeline.inputs.find((candidate) => candidate.name === name);
  if (!input) return undefined;
  const { min = 16, max = 8192, step = 8 } = limitsOf(input, workflow);
  return { min, max, step };
}

function usualSide(pipeline: Pipeline, workflow: Workflow, name: string): number {
  const value = workflow.defaults[name] ?? pipeline.inputs.find((input) => input.name === name)?.default;
  return typeof value === 'number' ? value : 512;
}
