import { hashInputs, filmInputs, takeInputs } from '@studio/shared/jobs';
import { type IntentRow, projectMeta, type SeenInputs } from '@studio/shared/document';
import type { GenerationRequest, PipelineSummary } from '@studio/shared/graph';
import { type FilmPlan, filmCut, planFilm } from '../rendering/planFilm.ts';
import type { PixelSize } from './pictureSize.ts';
import { projectGraph, type ProjectPages, resolveNode } from './projectReading.ts';

/**
 * The inputs of a run as they were when it was taken up. It waits for a worker for as long as it takes, and is then made
 * from these: what is edited meanwhile is for the next run.
 */
export type FrozenInputs =
  | { readonly kind: 'take'; readonly request: GenerationRequest; readonly film: PixelSize }
  | { readonly kind: 'render'; readonly plan: FilmPlan };

/** A run's inputs as the project has them: what to compare, and what to run with. */
export interface InputsNow {
  readonly fingerprint: SeenInputs;
  readonly frozen: FrozenInputs;
}

/** Reads the inputs of an intent's run from the project; undefined when the node cannot run as things stand. */
export function readInputs(
  pages: ProjectPages,
  intent: Pick<IntentRow, 'kind' | 'nodeId'>,
  pipelines: readonly PipelineSummary[],
): InputsNow | undefined {
  return intent.kind === 'render' ? readFilm(pages, intent.nodeId) : readTake(pages, intent.nodeId, pipelines);
}

function readTake(pages: ProjectPages, nodeId: string, pipelines: readonly PipelineSummary[]): InputsNow | undefined {
  const resolved = resolveNode(pages, nodeId, pipelines);
  if (!resolved.ok) return undefined;
  const request = resolved.value;
  const { width, height } = projectMeta(pages.project);
  const film = { width, height };
  const pipelineVersion = pipelines.find(({ id }) => id === request.pipelineId)?.version ?? '';
  const inputs = takeInputs(projectGraph(pages), request, { pipelineVersion, film });
  return { fingerprint: hashInputs(inputs), frozen: { kind: 'take', request, film } };
}

function readFilm(pages: ProjectPages, assemblerId: string): InputsNow | undefined {
  const cut = filmCut(pages);
  const plan = planFilm(pages, assemblerId);
  if (!cut.ok || !plan.ok) return undefined;
  const inputs = filmInputs(cut.value.cut, projectMeta(pages.project));
  return { fingerprint: hashInputs(inputs), frozen: { kind: 'render', plan: plan.value } };
}
