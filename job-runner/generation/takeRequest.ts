import { createHash } from 'node:crypto';
import { canonicalJson, type Json, type Quality } from '@studio/shared/document';
import type { GenerationRequest } from '@studio/shared/graph';
import { fail, ok, type Result } from '@studio/shared/result';
import type { Pipeline, PipelineValues, Workflow } from '@studio/workflows';
import { clipLength } from './clipLength.ts';
import { type PixelSize, pictureSize } from './pictureSize.ts';
import { type ProjectPages, projectTakes } from './projectReading.ts';

/** A picture that a run starts from. */
export interface StartImage {
  readonly sha256: string;
  readonly mime: string;
}

/** A run bound to one tier: everything but the seed. */
export interface TakeRequest {
  readonly pipeline: Pipeline;
  readonly quality: Quality;
  readonly workflow: Workflow;
  readonly values: PipelineValues;
  readonly startImage: StartImage | null;
  /** Equal for equal requests whatever the seed; Takes of one hash share a version. */
  readonly hash: string;
  readonly workflowSha256: string;
}

/** Binds a resolved request to a tier of its pipeline, for a film of that size. */
export function takeRequest(
  pages: ProjectPages,
  request: GenerationRequest,
  film: PixelSize,
  pipeline: Pipeline,
  quality: Quality,
): Result<TakeRequest, 'tier-not-offered' | 'start-image'> {
  const workflow = pipeline.tiers[quality];
  if (!workflow) return fail('tier-not-offered', `${pipeline.label} does not run at ${quality} quality.`);
  const startImage = startImageOf(pages, request);
  if (request.startImage && !startImage) {
    return fail('start-image', 'The first frame is no picture that a pipeline can read. Pick another Take of it.');
  }
  const values = valuesFor(request, film, pipeline, workflow, startImage);
  const { seed: _none, ...unseeded } = values;
  const identity = { pipeline: pipeline.id, version: pipeline.version, quality, values: unseeded };
  return ok({
    pipeline,
    quality,
    workflow,
    values,
    startImage,
    hash: sha256Of(identity as unknown as Json),
    workflowSha256: sha256Of(workflow.graphJson as unknown as Json),
  });
}

function valuesFor(
  request: GenerationRequest,
  film: PixelSize,
  pipeline: Pipeline,
  workflow: Workflow,
  startImage: StartImage | null,
): PipelineValues {
  const has = (name: string) => pipeline.inputs.some((input) => input.name === name);
  const size = pictureSize(pipeline, workflow, film);
  const length = clipLength(pipeline, workflow, request.seconds);
  const picture = pipeline.inputs.find((input) => input.type === 'image')?.name;
  return {
    ...(has('prompt') ? { prompt: request.prompt } : {}),
    ...(size ? { width: size.width, height: size.height } : {}),
    ...(length === undefined ? {} : { length }),
    ...(picture && startImage ? { [picture]: startImage } : {}),
  };
}

function startImageOf(pages: ProjectPages, request: GenerationRequest): StartImage | null {
  if (!request.startImage) return null;
  const take = projectTakes(pages).get(request.startImage.takeId);
  return take?.kind === 'image' ? { sha256: take.media.sha256, mime: take.media.mime } : null;
}

/** The SHA-256 of a value as canonical JSON. */
function sha256Of(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
