import type { Position } from '@studio/shared/document';
import { useReactFlow } from '@xyflow/react';
import {
  useCallback,
  useMemo,
  useRef,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
} from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import type { AddNodePlace } from './AddNodeMenu.tsx';
import type { FlowNode } from './canvasBinding.ts';
import { canvasCommands } from './canvasCommands.ts';
import { useCanvas } from './canvasContext.ts';
import { handleCanvasKey, isTyping } from './canvasKeys.ts';
import type { FlowEdge } from './edgeBinding.ts';
import { useRunSelection } from './runs/useRunSelection.ts';

/** The region “Canvas”: keys, clipboard and double click while it has focus, and the Add menu they open. */
export function useCanvasRegion(lastPointer: RefObject<Position>, canChange: boolean) {
  const session = useProjectSession();
  const canvas = useCanvas();
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const region = useRef<HTMLElement>(null);
  const [adding, setAdding] = useState<AddNodePlace>();
  const commands = useMemo(() => canvasCommands(session, canvas), [session, canvas]);
  const run = useRunSelection();
  const closeAddMenu = useCallback(() => {
    setAdding(undefined);
    // Keys go on working where they worked before the menu opened.
    region.current?.focus({ preventScroll: true });
  }, []);
  function openAddMenu(screen: Position = lastPointer.current): void {
    if (canChange) setAdding({ screen, canvas: flow.screenToFlowPosition(screen) });
  }
  function onCopy(event: ClipboardEvent): void {
    const text = isTyping(event.target) ? '' : commands.copy();
    if (text === '') return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
    if (event.type === 'cut') commands.removeSelected();
  }
  const handlers = {
    onCopy,
    onCut: onCopy,
    onPaste(event: ClipboardEvent): void {
      if (isTyping(event.target)) return;
      commands.paste(event.clipboardData.getData('text/plain'), flow.screenToFlowPosition(lastPointer.current));
    },
    onPointerDown(event: PointerEvent): void {
      // Drags and pans prevent the browser from moving the focus here by itself.
      if (!isTyping(event.target)) region.current?.focus({ preventScroll: true });
    },
    onKeyDown(event: KeyboardEvent<HTMLElement>): void {
      const targets = { commands, nodes: canvas.nodes, flow, openAddMenu: () => openAddMenu(), run };
      if (handleCanvasKey(event, targets)) event.preventDefault();
    },
    onDoubleClick(event: MouseEvent): void {
      const isOnPane = event.target instanceof Element && event.target.classList.contains('react-flow__pane');
      if (isOnPane) openAddMenu({ x: event.clientX, y: event.clientY });
    },
  };
  return { region, handlers, commands, run, adding, setAdding, openAddMenu, closeAddMenu };
}
