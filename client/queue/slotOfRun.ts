import { generatorOf, type Graph, slotOf } from '@studio/shared/graph';
import type { QueueRun } from './queueRuns.ts';

/** The slot whose Takes a run will join: what its job says, else what the graph says while nobody has taken it up. */
export function slotOfRun(graph: Graph, run: Pick<QueueRun, 'intent' | 'job'>): string {
  if (run.job) return run.job.slotId;
  const node = graph.nodes.get(run.intent.nodeId);
  const generator = node && generatorOf(graph, node);
  return generator ? slotOf(graph, generator.id) : run.intent.nodeId;
}
