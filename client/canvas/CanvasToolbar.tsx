import { Plus } from 'lucide-react';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { nodeIcon } from './nodes/nodeIcons.ts';

export interface CanvasToolbarProps {
  readonly isEmpty: boolean;
  /** Opens the Add menu at a place on the screen; undefined where one may only look. */
  readonly onAdd: ((screen: { readonly x: number; readonly y: number }) => void) | undefined;
  /** Why nothing can be added here. */
  readonly whyNot: string;
}

/** The Add button over the canvas, or what goes here while it is empty. */
export function CanvasToolbar({ isEmpty, onAdd, whyNot }: CanvasToolbarProps) {
  if (isEmpty) {
    const addInTheMiddle = onAdd && (() => onAdd({ x: innerWidth / 2 - 144, y: innerHeight / 3 }));
    return <EmptyCanvas onAdd={addInTheMiddle} whyNot={whyNot} />;
  }
  if (!onAdd) return null;
  return (
    <Button
      icon={Plus}
      className="absolute top-3 left-3"
      onClick={(event) => onAdd({ x: event.clientX, y: event.clientY + 16 })}
    >
      Add node
    </Button>
  );
}

interface EmptyCanvasProps {
  readonly onAdd: (() => void) | undefined;
  readonly whyNot: string;
}

function EmptyCanvas({ onAdd, whyNot }: EmptyCanvasProps) {
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
          {onAdd ? 'Add a node here, double-click the canvas anywhere, or press Tab.' : whyNot}
        </EmptyState>
      </div>
    </div>
  );
}
