import { MAX_TAKES_PER_INTENT, projectMeta, requestTakes, type CommandResult } from '@studio/shared/document';
import {
  numberField,
  resolveGeneration,
  type Graph,
  type PipelineSummary,
  type RunContext,
  type RunObstacle,
} from '@studio/shared/graph';
import { activeTake } from '@studio/shared/takes';
import { fail } from '@studio/shared/result';
import type { ProjectSession } from '../../sync/projectSession.ts';

const SEED_LIMIT = 2 ** 32;

/** What resolving a run needs of the project, as it is now. */
export function runContext(session: ProjectSession, pipelines: readonly PipelineSummary[]): RunContext {
  return {
    pipelines,
    projectQuality: projectMeta(session.doc).quality,
    activeTake: (slotId) => {
      const take = activeTake(slotId, session.takesOfSlot.of(slotId), session.tables.selections.rows());
      return take && { id: take.id, kind: take.kind, sha256: take.media.sha256 };
    },
  };
}

/** Everything that stops a node from running now; empty when it can. */
export function runObstacles(graph: Graph, nodeId: string, context: RunContext): readonly RunObstacle[] {
  const node = graph.nodes.get(nodeId);
  if (node?.type === 'assembler') {
    const hasShots = [...graph.nodes.values()].some((other) => other.type === 'shot');
    return hasShots ? [] : [{ message: 'There is no shot to assemble. Add a shot first.', nodeId }];
  }
  return resolveGeneration(graph, nodeId, context).obstacles;
}

/** Asks for Takes of a node, or for the film of an Assembler. Works offline: it is an edit like any other. */
export function runNode(
  session: ProjectSession,
  nodeId: string,
  pipelines: readonly PipelineSummary[],
): CommandResult<string> {
  const { graph } = session.graph.view();
  const context = runContext(session, pipelines);
  const asked = { id: crypto.randomUUID() as string, requestedBy: session.me, requestedAt: session.clock() };
  if (graph.nodes.get(nodeId)?.type === 'assembler') {
    const quality = context.projectQuality;
    return requestTakes(session.doc, { ...asked, kind: 'render', nodeId, seeds: [], quality });
  }
  const resolved = resolveGeneration(graph, nodeId, context);
  if (!resolved.ok) return fail('invalid', resolved.failure.message);
  const { value: request } = resolved;
  const generator = graph.nodes.get(request.nodeId);
  const count = Math.min(generator ? numberField(generator, 'count') : 1, MAX_TAKES_PER_INTENT);
  const seeds = Array.from({ length: count }, () => Math.floor(session.random() * SEED_LIMIT));
  const { quality } = request;
  return requestTakes(session.doc, { ...asked, kind: 'take', nodeId: request.nodeId, seeds, quality });
}
