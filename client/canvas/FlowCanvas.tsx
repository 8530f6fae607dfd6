import './canvas.css';
import { Background, BackgroundVariant, MiniMap, ReactFlow, useReactFlow } from '@xyflow/react';
import { Plus } from 'lucide-react';
import {
  useMemo,
  useState,
  useSyncExternalStore,
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { AddNodeMenu, type AddNodePlace } from './AddNodeMenu.tsx';
import type { FlowNode } from './canvasBinding.ts';
import { canvasCommands } from './canvasCommands.ts';
import { useCanvas } from './canvasContext.ts';
import { handleCanvasKey, isTyping } from './canvasKeys.ts';
import { Cursors } from './Cursors.tsx';
import type { FlowEdge } from './edgeBinding.ts';
import { kindColor } from './kindColor.ts';
import { LooseWireLine } from './LooseWireLine.tsx';
import { NODE_FACES } from './nodes/nodeFaces.ts';
import { nodeIcon } from './nodes/nodeIcons.ts';
import { useCanvasPresence } from './useCanvasPresence.ts';
import { useFlowHandlers } from './useFlowHandlers.ts';
import { usePhone } from '../ui/usePhone.ts';
import { useRunSelection } from './runs/useRunSelection.ts';
import { EDGE_FACES } from './WireEdge.tsx';

const FIT = { padding: 0.1, maxZoom: 1 } as const;
const MIDDLE_BUTTON = [1];

/** The graph: pan, zoom, select, move, wire, add. Keys work while it has focus, which it shows. */
export function FlowCanvas() {
  const session = useProjectSession();
  const canvas = useCanvas();
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const nodes = useSyncExternalStore(canvas.nodes.signal.subscribe, canvas.nodes.nodes);
  const edges = useSyncExternalStore(canvas.edges.signal.subscribe, canvas.edges.edges);
  const isPhone = usePhone();
  const [adding, setAdding] = useState<AddNodePlace>();
  const commands = useMemo(() => canvasCommands(session, canvas), [session, canvas]);
  const presence = useCanvasPresence();
  const handlers = useFlowHandlers(setAdding);
  const run = useRunSelection();
  const canChange = session.canEdit && !isPhone;

  function openAddMenu(screen = presence.lastPointer.current): void {
    if (canChange) setAdding({ screen, canvas: flow.screenToFlowPosition(screen) });
  }
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const isOurs = handleCanvasKey(event, { session, commands, nodes: canvas.nodes, flow, openAddMenu, run });
    if (isOurs) event.preventDefault();
  }
  function onCopy(event: ClipboardEvent): void {
    const text = isTyping(event.target) ? '' : commands.copy();
    if (text === '') return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
    if (event.type === 'cut') commands.removeSelected();
  }
  function onPaste(event: ClipboardEvent): void {
    if (isTyping(event.target)) return;
    commands.paste(event.clipboardData.getData('text/plain'), flow.screenToFlowPosition(presence.lastPointer.current));
  }
  function onDoubleClick(event: MouseEvent): void {
    const isOnPane = event.target instanceof Element && event.target.classList.contains('react-flow__pane');
    if (isOnPane) openAddMenu({ x: event.clientX, y: event.clientY });
  }
  return (
    <section
      aria-label="Canvas"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="relative size-full bg-ground outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--line-strong)]"
      onKeyDown={onKeyDown}
      onCopy={onCopy}
      onCut={onCopy}
      onPaste={onPaste}
      onDoubleClick={onDoubleClick}
      {...presence.handlers}
    >
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_FACES}
        edgeTypes={EDGE_FACES}
        connectionLineComponent={LooseWireLine}
        {...handlers}
        onMove={presence.onMove}
        fitView
        fitViewOptions={FIT}
        minZoom={0.05}
        maxZoom={3}
        onlyRenderVisibleElements
        nodesDraggable={canChange}
        nodesConnectable={canChange}
        connectOnClick={false}
        elevateNodesOnSelect={false}
        deleteKeyCode={null}
        disableKeyboardA11y
        selectionOnDrag={!isPhone}
        panOnDrag={isPhone ? true : MIDDLE_BUTTON}
        panOnScroll={!isPhone}
        zoomOnDoubleClick={false}
        multiSelectionKeyCode={MULTI_KEYS}
        connectionRadius={28}
        nodeDragThreshold={2}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1} />
        {!isPhone && <MiniMap<FlowNode> pannable zoomable ariaLabel="Map of the canvas" nodeColor={mapColor} />}
        <Cursors />
      </ReactFlow>
      {nodes.length === 0 && <EmptyCanvas onAdd={canChange ? () => openAddMenu(middleOf()) : undefined} />}
      {canChange && nodes.length > 0 && (
        <Button
          icon={Plus}
          className="absolute top-3 left-3 shadow-float"
          onClick={(event) => openAddMenu({ x: event.clientX, y: event.clientY + 16 })}
        >
          Add node
        </Button>
      )}
      {adding && <AddNodeMenu place={adding} onClose={() => setAdding(undefined)} />}
    </section>
  );
}

const MULTI_KEYS = ['Meta', 'Control', 'Shift'];

function mapColor(node: FlowNode): string {
  return node.data.nodeType === 'shot' ? kindColor('shot') : 'var(--line-strong)';
}

function middleOf() {
  return { x: innerWidth / 2, y: innerHeight / 2 };
}

function EmptyCanvas({ onAdd }: { readonly onAdd: (() => void) | undefined }) {
  return (
    <div className="pointer-events-none absolute inset-0 flex items-center justify-center">
      <div className="pointer-events-auto">
        <EmptyState
          icon={nodeIcon('shot')}
          title="Shots and what makes them go here."
          actions={
            onAdd && (
              <Button tone="primary" icon={Plus} onClick={onAdd}>
                Add the first node
              </Button>
            )
          }
        >
          {onAdd ? 'Or double-click the canvas, or press Tab.' : 'An editor of this project has not added any yet.'}
        </EmptyState>
      </div>
    </div>
  );
}
