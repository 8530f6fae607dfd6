import type { ReactFlowInstance } from '@xyflow/react';
import type { KeyboardEvent } from 'react';
import { useSettings } from '../settings/settings.ts';
import type { CanvasBinding, FlowNode } from './canvasBinding.ts';
import type { CanvasCommands } from './canvasCommands.ts';
import type { FlowEdge } from './edgeBinding.ts';

/** What a key of the canvas can reach. */
export interface KeyTargets {
  readonly commands: CanvasCommands;
  readonly nodes: CanvasBinding;
  readonly flow: ReactFlowInstance<FlowNode, FlowEdge>;
  readonly openAddMenu: () => void;
  readonly run: () => void;
}

const STEP = 4;
const LONG_STEP = 32;
const ARROWS: { readonly [key: string]: readonly [dx: number, dy: number] } = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Handles a key while the canvas has focus; never while a text field in it has. Returns whether it was one of ours. */
export function handleCanvasKey(event: KeyboardEvent<HTMLElement>, targets: KeyTargets): boolean {
  if (isTyping(event.target)) return false;
  const isCommand = event.ctrlKey || event.metaKey;
  return isCommand ? handleChord(event, targets) : handlePlainKey(event, targets);
}

function handleChord(event: KeyboardEvent<HTMLElement>, { commands, run }: KeyTargets): boolean {
  const key = event.key.toLowerCase();
  if (key === 'd') commands.duplicate();
  else if (key === 'a') commands.selectAll();
  else if (key === 'enter') run();
  else return false;
  return true;
}

function handlePlainKey(event: KeyboardEvent<HTMLElement>, targets: KeyTargets): boolean {
  const { commands, nodes, flow, openAddMenu } = targets;
  const arrow = ARROWS[event.key];
  const isOnPane = event.target === event.currentTarget;
  if (arrow && nodes.selection().length > 0) {
    const step = event.shiftKey ? LONG_STEP : STEP;
    commands.nudge(arrow[0] * step, arrow[1] * step);
  } else if (event.key === 'Delete' || event.key === 'Backspace') commands.removeSelected();
  else if (event.key === 'Escape') nodes.select([]);
  else if (event.key === 'Enter' && !isOnPane) selectFocused(event, nodes);
  else if (event.key === 'Enter') focusFirst(event.currentTarget);
  // On a node Tab goes to the next one, as everywhere; on the canvas itself it adds.
  else if (event.key === 'Tab' && !event.shiftKey && isOnPane) openAddMenu();
  else return handleSingleKey(event, flow, nodes, openAddMenu);
  return true;
}

function handleSingleKey(
  event: KeyboardEvent<HTMLElement>,
  flow: KeyTargets['flow'],
  nodes: CanvasBinding,
  openAddMenu: () => void,
): boolean {
  if (!useSettings.getState().areSingleKeysOn || event.altKey) return false;
  const chosen = nodes.selection().map((id) => ({ id }));
  if (event.shiftKey && event.code === 'KeyA') openAddMenu();
  else if (event.shiftKey && event.code === 'Digit1') void flow.fitView({ duration: 160, padding: 0.1 });
  else if ((event.shiftKey && event.code === 'Digit2') || (!event.shiftKey && event.code === 'KeyF')) {
    void flow.fitView({ duration: 160, padding: 0.3, maxZoom: 1.2, ...(chosen.length > 0 ? { nodes: chosen } : {}) });
  } else return false;
  return true;
}

function selectFocused(event: KeyboardEvent<HTMLElement>, nodes: CanvasBinding): void {
  const element = event.target instanceof Element ? event.target.closest('.react-flow__node') : null;
  const id = element?.getAttribute('data-id');
  if (id) nodes.select([id]);
}

function focusFirst(canvas: HTMLElement): void {
  canvas.querySelector<HTMLElement>('.react-flow__node')?.focus();
}

/** True when keys belong to a field for typing or to a control of its own. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest('input, textarea, select, button, a, [contenteditable="true"], [role="menu"]') !== null;
}
