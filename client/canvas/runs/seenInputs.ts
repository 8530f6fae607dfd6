import { projectMeta, type SeenInputs } from '@studio/shared/document';
import type { GenerationRequest, Graph, PipelineSummary } from '@studio/shared/graph';
import { filmInputs, hashInputs, takeInputs } from '@studio/shared/jobs';
import { projectCut } from '@studio/shared/timeline';
import type { ProjectSession } from '../../sync/projectSession.ts';

/** The fingerprint of what a person sees a generator's run will be made from. */
export function seenTake(
  session: ProjectSession,
  graph: Graph,
  request: GenerationRequest,
  pipelines: readonly PipelineSummary[],
): SeenInputs {
  const pipelineVersion = pipelines.find(({ id }) => id === request.pipelineId)?.version ?? '';
  return hashInputs(takeInputs(graph, request, { pipelineVersion, film: projectMeta(session.doc) }));
}

/** The fingerprint of the cut that a person sees; undefined while it cannot be rendered. */
export function seenFilm({ doc, tables, ledgerTables }: ProjectSession): SeenInputs | undefined {
  const meta = projectMeta(doc);
  const resolved = projectCut({
    meta,
    clips: tables.clips.rows().values(),
    nodes: tables.nodes.rows(),
    takes: ledgerTables.takes.rows(),
    selections: tables.selections.rows(),
  });
  return resolved.ok ? hashInputs(filmInputs(resolved.value.cut, meta)) : undefined;
}
