import { useReactFlow } from '@xyflow/react';
import type { ReactElement } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { ContextMenu } from '../ui/ContextMenu.tsx';
import type { MenuAction } from '../ui/menuAction.ts';
import type { CanvasCommands } from './canvasCommands.ts';
import { useSelection } from './canvasContext.ts';

export interface CanvasMenuProps {
  readonly children: ReactElement;
  readonly commands: CanvasCommands;
  readonly onAdd: () => void;
  readonly onRun: () => void;
}

/** What can be done with the selection, or with the canvas when nothing is selected. */
export function CanvasMenu({ children, commands, onAdd, onRun }: CanvasMenuProps) {
  const { canEdit } = useProjectSession();
  const { fitView } = useReactFlow();
  const count = useSelection().length;
  const isDisabled = !canEdit;
  const fit = () => void fitView({ duration: 160, padding: 0.1 });
  const forCanvas: readonly MenuAction[] = [
    { label: 'Add node', shortcut: 'Tab', isDisabled, onSelect: onAdd },
    { label: 'Select all', shortcut: 'Ctrl+A', onSelect: commands.selectAll },
    { label: 'Fit all', shortcut: 'Shift+1', onSelect: fit },
  ];
  const forSelection: readonly MenuAction[] = [
    { kind: 'heading', label: count === 1 ? '1 node' : `${count} nodes` },
    { label: 'Generate', shortcut: 'Ctrl+Enter', isDisabled, onSelect: onRun },
    { label: 'Duplicate', shortcut: 'Ctrl+D', isDisabled, onSelect: commands.duplicate },
    { kind: 'line' },
    { label: 'Delete', shortcut: 'Del', isDisabled, isDangerous: true, onSelect: commands.removeSelected },
  ];
  return <ContextMenu actions={count > 0 ? forSelection : forCanvas}>{children}</ContextMenu>;
}
