import './canvas.css';
import { Background, BackgroundVariant, ReactFlow, useConnection, type ReactFlowProps } from '@xyflow/react';
import { useDeferredValue, useState, useSyncExternalStore } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { classNames } from '../ui/classNames.ts';
import { usePhone } from '../ui/usePhone.ts';
import { AddNodeMenu } from './AddNodeMenu.tsx';
import type { FlowNode } from './canvasBinding.ts';
import { useCanvas } from './canvasContext.ts';
import { CanvasMap } from './CanvasMap.tsx';
import { CanvasMenu } from './CanvasMenu.tsx';
import { CanvasToolbar } from './CanvasToolbar.tsx';
import { Cursors } from './Cursors.tsx';
import type { FlowEdge } from './edgeBinding.ts';
import { LooseWireLine } from './LooseWireLine.tsx';
import { NODE_FACES } from './nodes/nodeFaces.ts';
import { keepViewport, readViewport } from './rememberedViewport.ts';
import { useCanvasPresence } from './useCanvasPresence.ts';
import { useCanvasRegion } from './useCanvasRegion.ts';
import { useFlowHandlers } from './useFlowHandlers.ts';
import { useFollowedViewport } from './useFollowedViewport.ts';
import { useNodeFromAddress } from './useNodeFromAddress.ts';
import { EDGE_FACES } from './WireEdge.tsx';

/** What never changes. Much smaller than this no name can be read: a large graph opens on its middle instead. */
const FIXED: ReactFlowProps<FlowNode, FlowEdge> = {
  nodeTypes: NODE_FACES,
  edgeTypes: EDGE_FACES,
  connectionLineComponent: LooseWireLine,
  fitViewOptions: { padding: 0.06, minZoom: 0.3, maxZoom: 1 },
  minZoom: 0.05,
  maxZoom: 3,
  onlyRenderVisibleElements: true,
  connectOnClick: false,
  elevateNodesOnSelect: false,
  deleteKeyCode: null,
  disableKeyboardA11y: true,
  zoomOnDoubleClick: false,
  multiSelectionKeyCode: ['Meta', 'Control', 'Shift'],
  attributionPosition: 'bottom-left',
  connectionRadius: 28,
  nodeDragThreshold: 2,
};
/** With a mouse dragging selects and the middle button or Space pans; a finger pans. */
const MOUSE: ReactFlowProps<FlowNode, FlowEdge> = { selectionOnDrag: true, panOnDrag: [1], panOnScroll: true };
const FINGER: ReactFlowProps<FlowNode, FlowEdge> = { selectionOnDrag: false, panOnDrag: true, panOnScroll: false };
const REGION_STYLE =
  'relative size-full bg-ground outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--line-strong)]';
const NO_EDGES: FlowEdge[] = [];
const NOT_MINE_TO_FILL = 'An editor of this project has not added any yet.';

/** The graph: pan, zoom, select, move, wire, add. Keys work while it has focus, which it shows. */
export function FlowCanvas() {
  const session = useProjectSession();
  const canvas = useCanvas();
  const nodes = useSyncExternalStore(canvas.nodes.signal.subscribe, canvas.nodes.nodes);
  // Nodes are there to be seen and moved before the wires of a large graph are counted.
  const edges = useDeferredValue(useSyncExternalStore(canvas.edges.signal.subscribe, canvas.edges.edges), NO_EDGES);
  const isPhone = usePhone();
  const isWiring = useConnection((connection) => connection.inProgress);
  const canChange = session.canEdit && !isPhone;
  const [remembered] = useState(() => readViewport(session.projectId));
  const presence = useCanvasPresence();
  const { region, ...ours } = useCanvasRegion(presence.lastPointer, canChange);
  const flowHandlers = useFlowHandlers(ours.setAdding);
  const onMoveStart = useFollowedViewport();
  useNodeFromAddress();
  return (
    <CanvasMenu commands={ours.commands} onAdd={() => ours.openAddMenu()} onRun={ours.run}>
      <section
        ref={region}
        aria-label="Canvas"
        tabIndex={0}
        className={classNames(REGION_STYLE, isWiring && 'canvas-connecting')}
        {...ours.handlers}
        {...presence.handlers}
      >
        <ReactFlow<FlowNode, FlowEdge>
          nodes={nodes}
          edges={edges}
          {...FIXED}
          {...(isPhone ? FINGER : MOUSE)}
          {...flowHandlers}
          {...(remembered ? { defaultViewport: remembered } : { fitView: true })}
          onInit={({ getViewport }) => presence.onMove(null, getViewport())}
          onMove={presence.onMove}
          onMoveStart={onMoveStart}
          onMoveEnd={(_event, viewport) => keepViewport(session.projectId, viewport)}
          nodesDraggable={canChange}
          nodesConnectable={canChange}
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1} />
          {!isPhone && <CanvasMap nodes={nodes} />}
          <Cursors />
        </ReactFlow>
        <CanvasToolbar
          isEmpty={nodes.length === 0}
          onAdd={canChange ? ours.openAddMenu : undefined}
          whyNot={session.canEdit ? 'Open this project on a larger screen to add the first node.' : NOT_MINE_TO_FILL}
        />
        {ours.adding && <AddNodeMenu place={ours.adding} onClose={ours.closeAddMenu} />}
      </section>
    </CanvasMenu>
  );
}
