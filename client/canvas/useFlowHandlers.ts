import { connect, moveNodes, type Position } from '@studio/shared/document';
import { checkConnection } from '@studio/shared/graph';
import { useReactFlow, type ReactFlowProps } from '@xyflow/react';
import { useMemo } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { notifyRefusal } from '../ui/notify.ts';
import type { AddNodePlace } from './AddNodeMenu.tsx';
import type { FlowNode } from './canvasBinding.ts';
import { useCanvas } from './canvasContext.ts';
import type { FlowEdge } from './edgeBinding.ts';

type Handlers = Pick<
  ReactFlowProps<FlowNode, FlowEdge>,
  | 'onNodesChange'
  | 'onEdgesChange'
  | 'onNodeDragStop'
  | 'onSelectionDragStop'
  | 'onConnect'
  | 'onNodeContextMenu'
  | 'onConnectEnd'
  | 'isValidConnection'
>;

interface Ends {
  readonly source: string;
  readonly sourceHandle?: string | null;
  readonly target: string;
  readonly targetHandle?: string | null;
}

/** React Flow's callbacks: stable for a session, so that React Flow keeps what it has drawn. */
export function useFlowHandlers(onWireDropped: (place: AddNodePlace) => void): Handlers {
  const session = useProjectSession();
  const { nodes, edges } = useCanvas();
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    const { doc, presence } = session;
    const check = (ends: Ends) => checkConnection(session.graph.view().graph, withHandles(ends));
    /** The drop: one command for everything that was dragged, then colleagues stop seeing the flight. */
    function drop(): void {
      const moved = new Map<string, Position>();
      for (const [id, { x, y }] of nodes.myDrag) moved.set(id, { x: Math.round(x), y: Math.round(y) });
      if (moved.size > 0) notifyRefusal(moveNodes(doc, moved));
      nodes.endDrag();
      presence.show({ drag: null });
    }
    return {
      onNodesChange(changes) {
        nodes.applyChanges(changes);
        if (nodes.myDrag.size > 0) presence.show({ drag: Object.fromEntries(nodes.myDrag) });
      },
      onEdgesChange: (changes) => edges.applyChanges(changes),
      onNodeDragStop: drop,
      onSelectionDragStop: drop,
      // The menu is about what it opens on.
      onNodeContextMenu: (_event, node) => {
        if (node.selected !== true) nodes.select([node.id]);
      },
      isValidConnection: (ends) => check(ends).ok,
      onConnect(ends) {
        const allowed = check(ends);
        if (!notifyRefusal(allowed) || !allowed.ok) return;
        notifyRefusal(connect(doc, [{ id: crypto.randomUUID(), ...withHandles(ends) }], allowed.value));
      },
      onConnectEnd(event, state) {
        const { fromNode, fromHandle, toNode } = state;
        if (state.isValid === true || toNode || !fromNode || !fromHandle?.id || !session.canEdit) return;
        const point = 'changedTouches' in event ? event.changedTouches[0] : event;
        if (!point) return;
        const screen = { x: point.clientX, y: point.clientY };
        const loose = { nodeId: fromNode.id, handleId: fromHandle.id, end: fromHandle.type };
        onWireDropped({ screen, canvas: screenToFlowPosition(screen), loose });
      },
    };
  }, [session, nodes, edges, screenToFlowPosition, onWireDropped]);
}

function withHandles({ source, sourceHandle, target, targetHandle }: Ends) {
  return { source, sourceHandle: sourceHandle ?? '', target, targetHandle: targetHandle ?? '' };
}
