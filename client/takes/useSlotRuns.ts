import { useMemo } from 'react';
import type { QueueRun } from '../queue/queueRuns.ts';
import { slotOfRun } from '../queue/slotOfRun.ts';
import { useQueue } from '../queue/useQueue.ts';
import { useGraph } from '../sync/useProject.tsx';

/** The runs that will bring Takes to a slot. */
export function useSlotRuns(slotId: string): readonly QueueRun[] {
  const graph = useGraph();
  const runs = useQueue();
  return useMemo(
    () => runs.filter((run) => run.intent.kind === 'take' && slotOfRun(graph, run) === slotId),
    [graph, runs, slotId],
  );
}
