import { nodeType } from '@studio/shared/graph';
import { usePipelines, useProjectSession } from '../../sync/useProject.tsx';
import { notify, notifyRefusal } from '../../ui/notify.ts';
import { useCanvas } from '../canvasContext.ts';
import { runContext, runNode, runObstacles } from './runNode.ts';

/** Runs what is selected and can run; says what stops the rest. */
export function useRunSelection(): () => void {
  const session = useProjectSession();
  const { nodes } = useCanvas();
  const pipelines = usePipelines();
  return () => {
    if (!session.canEdit) {
      notify({ tone: 'info', message: session.readOnlyReason });
      return;
    }
    const { graph } = session.graph.view();
    const context = runContext(session, pipelines);
    for (const id of nodes.selection()) {
      const runs = nodeType(graph.nodes.get(id)?.type ?? '')?.runs;
      if (!runs) continue;
      const obstacles = runObstacles(graph, id, context);
      if (obstacles.length === 0) notifyRefusal(runNode(session, id, pipelines));
      else notify({ tone: 'error', message: obstacles.map((obstacle) => obstacle.message).join(' ') });
    }
  };
}
