import { generatorOf, type Graph, slotOf } from '@studio/shared/graph';
import { useMemo } from 'react';
import type { QueueRun } from '../queue/queueRuns.ts';
import { useQueue } from '../queue/useQueue.ts';
import { useGraph } from '../sync/useProject.tsx';

/** The slot whose Takes a run will join: what its job says, else what the graph says while nobody has taken it up. */
export function slotOfRun(graph: Graph, run: Pick<QueueRun, 'intent' | 'job'>): string {
  if (run.job) return run.job.slotId;
  const node = graph.nodes.get(run.intent.nodeId);
  const generator = node && generatorOf(graph, node);
  return generator ? slotOf(graph, generator.id) : run.intent.nodeId;
}

/** The runs that will bring Takes to a slot. */
export function useSlotRuns(slotId: string): readonly QueueRun[] {
  const graph = useGraph();
  const runs = useQueue();
  return useMemo(
    () => runs.filter((run) => run.intent.kind === 'take' && slotOfRun(graph, run) === slotId),
    [graph, runs, slotId],
  );
}
