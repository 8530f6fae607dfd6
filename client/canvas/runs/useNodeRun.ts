import {
  generatorOf,
  resolveGeneration,
  type GenerationRequest,
  type PipelineSummary,
  type RunObstacle,
} from '@studio/shared/graph';
import type { ProjectSession } from '../../sync/projectSession.ts';
import { useDerived } from '../../sync/useDerived.ts';
import {
  tableSignal,
  useActiveTake,
  useFromGraph,
  useMeta,
  usePipelines,
  useProjectSession,
} from '../../sync/useProject.tsx';
import { isStale, nodeRun, type NodeRun } from './nodeRun.ts';
import { runContext, runObstacles } from './runNode.ts';

/** A node's run, what stops it, and whether its picture is of other inputs. */
export interface NodeRunView extends NodeRun {
  readonly obstacles: readonly RunObstacle[];
  readonly isStale: boolean;
  readonly pipelines: readonly PipelineSummary[];
}

/** What a node with a Run button shows. `slotId` is the node whose Takes its results join. */
export function useNodeRun(nodeId: string, slotId: string): NodeRunView {
  const session = useProjectSession();
  const pipelines = usePipelines();
  const take = useActiveTake(slotId);
  const run = useRunState(nodeId, slotId);
  const { obstacles, request } = useResolved(session, nodeId, pipelines);
  return { ...run, obstacles, isStale: isStale(take, request), pipelines };
}

/** The last run of a node, and how it stands. */
export function useRunState(nodeId: string, slotId: string): NodeRun {
  const session = useProjectSession();
  const { intentsOfNode, jobsOfNode, takesOfSlot, tables } = session;
  // A shot's run is the run of what makes its picture.
  const runnerId = useFromGraph((graph) => {
    const node = graph.nodes.get(nodeId);
    return (node && generatorOf(graph, node)?.id) ?? nodeId;
  });
  return useDerived(
    [intentsOfNode.signal, jobsOfNode.signal, takesOfSlot.signal, tableSignal(tables.cancellations)],
    () => [
      intentsOfNode.of(runnerId),
      jobsOfNode.of(runnerId),
      takesOfSlot.of(slotId),
      tables.cancellations.rows(),
      session,
    ],
    () =>
      nodeRun({
        intents: intentsOfNode.of(runnerId),
        jobs: jobsOfNode.of(runnerId),
        cancellations: tables.cancellations.rows(),
        hasTakes: takesOfSlot.of(slotId).length > 0,
      }),
  );
}

interface Resolved {
  readonly obstacles: readonly RunObstacle[];
  readonly request: GenerationRequest | undefined;
}

function useResolved(session: ProjectSession, nodeId: string, pipelines: readonly PipelineSummary[]): Resolved {
  const { graph, tables, takesOfSlot, ledgerTables } = session;
  const { quality } = useMeta();
  return useDerived(
    [graph.signal, tableSignal(tables.selections), takesOfSlot.signal],
    () => [graph.view(), tables.selections.rows(), ledgerTables.takes.rows(), nodeId, pipelines, quality, session],
    () => {
      const now = graph.view().graph;
      const context = runContext(session, pipelines);
      const obstacles = pipelines.length === 0 ? [notLoaded(nodeId)] : runObstacles(now, nodeId, context);
      const request = resolveGeneration(now, nodeId, context);
      return { obstacles, request: request.ok ? request.value : undefined };
    },
  );
}

function notLoaded(nodeId: string): RunObstacle {
  return { message: 'The pipelines of the studio are not loaded yet. They come with the connection.', nodeId };
}
