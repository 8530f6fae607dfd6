import type { PipelineSummary, RunObstacle } from '@studio/shared/graph';
import { generatorOf, resolveGeneration } from '@studio/shared/graph';
import { useMemo, useSyncExternalStore } from 'react';
import {
  useActiveTake,
  useGraph,
  useMeta,
  usePipelines,
  useProjectSession,
  useRows,
  useTakesOf,
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
  const graph = useGraph();
  const pipelines = usePipelines();
  const { quality } = useMeta();
  const node = graph.nodes.get(nodeId);
  // A shot's run is the run of what makes its picture.
  const runnerId = (node && generatorOf(graph, node)?.id) ?? nodeId;
  const { intentsOfNode, jobsOfNode, tables } = session;
  const intents = useSyncExternalStore(intentsOfNode.signal.subscribe, () => intentsOfNode.of(runnerId));
  const jobs = useSyncExternalStore(jobsOfNode.signal.subscribe, () => jobsOfNode.of(runnerId));
  const cancellations = useRows(tables.cancellations);
  const selections = useRows(tables.selections);
  const allTakes = useRows(session.ledgerTables.takes);
  const takes = useTakesOf(slotId);
  const take = useActiveTake(slotId);
  const run = useMemo(
    () => nodeRun({ intents, jobs, cancellations, hasTakes: takes.length > 0 }),
    [intents, jobs, cancellations, takes],
  );
  const resolved = useMemo(() => {
    // Read from the session below; named here so that a change of them resolves again.
    void [quality, selections, allTakes];
    const context = runContext(session, pipelines);
    const obstacles = pipelines.length === 0 ? [notLoaded(nodeId)] : runObstacles(graph, nodeId, context);
    const request = resolveGeneration(graph, nodeId, context);
    return { obstacles, request: request.ok ? request.value : undefined };
  }, [session, graph, nodeId, pipelines, quality, selections, allTakes]);
  return { ...run, obstacles: resolved.obstacles, isStale: isStale(take, resolved.request), pipelines };
}

function notLoaded(nodeId: string): RunObstacle {
  return { message: 'The pipelines of the studio are not loaded yet. They come with the connection.', nodeId };
}
