import {
  MAX_TAKES_PER_INTENT,
  projectMeta,
  requestTakes,
  type CommandResult,
  type IntentRow,
} from '@studio/shared/document';
import {
  numberField,
  resolveGeneration,
  type GenerationRequest,
  type Graph,
  type PipelineSummary,
  type RunContext,
  type RunObstacle,
} from '@studio/shared/graph';
import { activeTake } from '@studio/shared/takes';
import { fail } from '@studio/shared/result';
import type { ProjectSession } from '../../sync/projectSession.ts';
import { seenFilm, seenTake } from './seenInputs.ts';

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

/**
 * Asks for Takes of a node, or for the film of an Assembler, with the fingerprint of what the person sees. Works offline:
 * it is an edit like any other.
 */
export function runNode(
  session: ProjectSession,
  nodeId: string,
  pipelines: readonly PipelineSummary[],
): CommandResult<string> {
  const { graph } = session.graph.view();
  if (graph.nodes.get(nodeId)?.type === 'assembler') return askForFilm(session, nodeId, {});
  const resolved = resolveGeneration(graph, nodeId, runContext(session, pipelines));
  if (!resolved.ok) return fail('invalid', resolved.failure.message);
  const generator = graph.nodes.get(resolved.value.nodeId);
  const count = Math.min(generator ? numberField(generator, 'count') : 1, MAX_TAKES_PER_INTENT);
  const seeds = Array.from({ length: count }, () => Math.floor(session.random() * SEED_LIMIT));
  return askForTakes(session, resolved.value, pipelines, { seeds });
}

/** Asks again for a run whose inputs changed after it was asked for: as many Takes, made from the inputs as they are now. */
export function runWithNewInputs(
  session: ProjectSession,
  asked: IntentRow,
  pipelines: readonly PipelineSummary[],
): CommandResult<string> {
  const again = { answers: asked.id };
  if (asked.kind === 'render') return askForFilm(session, asked.nodeId, again);
  const resolved = resolveGeneration(session.graph.view().graph, asked.nodeId, runContext(session, pipelines));
  if (!resolved.ok) return fail('invalid', resolved.failure.message);
  return askForTakes(session, resolved.value, pipelines, { ...again, seeds: asked.seeds });
}

function askForTakes(
  session: ProjectSession,
  request: GenerationRequest,
  pipelines: readonly PipelineSummary[],
  more: Pick<IntentRow, 'seeds' | 'answers'>,
): CommandResult<string> {
  const { nodeId, quality } = request;
  const inputs = seenTake(session, session.graph.view().graph, request, pipelines);
  return requestTakes(session.doc, { ...circumstances(session), ...more, kind: 'take', nodeId, quality, inputs });
}

function askForFilm(session: ProjectSession, nodeId: string, more: Pick<IntentRow, 'answers'>): CommandResult<string> {
  const { quality } = projectMeta(session.doc);
  const inputs = seenFilm(session);
  const seen = inputs ? { inputs } : {};
  return requestTakes(session.doc, {
    ...circumstances(session),
    ...more,
    ...seen,
    kind: 'render',
    nodeId,
    seeds: [],
    quality,
  });
}

function circumstances(session: ProjectSession): Pick<IntentRow, 'id' | 'requestedBy' | 'requestedAt' | 'isApart'> {
  const asked = { id: crypto.randomUUID() as string, requestedBy: session.me, requestedAt: session.clock() };
  return session.sync.isApart() ? { ...asked, isApart: true } : asked;
}
