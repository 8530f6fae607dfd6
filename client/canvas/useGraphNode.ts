import type { GraphNode } from '@studio/shared/graph';
import { useSyncExternalStore } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';

/** A node without its place: the same object until something other than its place changes. */
export function useGraphNode(nodeId: string): GraphNode | undefined {
  const { graph } = useProjectSession();
  return useSyncExternalStore(graph.signal.subscribe, () => graph.view().graph.nodes.get(nodeId));
}
