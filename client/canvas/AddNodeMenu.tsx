import type { Position } from '@studio/shared/document';
import { NODE_TYPES, type NodeType } from '@studio/shared/graph';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useGraph, useProjectSession } from '../sync/useProject.tsx';
import { FindList } from '../ui/FindList.tsx';
import { notifyRefusal } from '../ui/notify.ts';
import { useCanvas } from './canvasContext.ts';
import { createNode, fitsWire, type LooseWire } from './createNode.ts';
import { NodeIcon } from './nodes/NodeIcon.tsx';

/** Where the menu opens: on the screen for the menu, on the canvas for the node. */
export interface AddNodePlace {
  readonly screen: Position;
  readonly canvas: Position;
  readonly loose?: LooseWire;
}

const MENU_WIDTH = 288;
const MENU_HEIGHT = 400;

type OfferedType = NodeType & { readonly id: string };

/** Adds a node: type to find, Enter takes the first. After a dropped wire only what fits is offered. */
export function AddNodeMenu({ place, onClose }: { readonly place: AddNodePlace; readonly onClose: () => void }) {
  const session = useProjectSession();
  const canvas = useCanvas();
  const [query, setQuery] = useState('');
  const types = useOfferedTypes(query, place);
  function add(type: NodeType): void {
    const made = createNode(session, type.type, place.canvas, place.loose);
    if (notifyRefusal(made) && made.ok) canvas.nodes.select([made.value]);
    onClose();
  }
  return (
    <AddNodeCard place={place} onClose={onClose}>
      <FindList
        label="Add a node"
        listLabel="Node types"
        placeholder={place.loose ? 'What fits this wire' : 'Add a node'}
        query={query}
        onQuery={setQuery}
        entries={types}
        onChoose={add}
        onLeave={onClose}
        empty={query === '' ? 'Nothing can be wired to this handle.' : 'No node is called that. Try “shot” or “image”.'}
      >
        {(type) => (
          <>
            <NodeIcon type={type.type} size={16} className="mt-0.5 shrink-0 text-ink-2" />
            <span className="min-w-0">
              <span className="block text-13">{type.label}</span>
              <span className="block truncate text-11 text-ink-3">{type.help}</span>
            </span>
          </>
        )}
      </FindList>
    </AddNodeCard>
  );
}

interface AddNodeCardProps {
  readonly place: AddNodePlace;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function AddNodeCard({ place, onClose, children }: AddNodeCardProps) {
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const close = (event: PointerEvent) => {
      if (event.target instanceof Node && card.current?.contains(event.target) !== true) onClose();
    };
    document.addEventListener('pointerdown', close, true);
    return () => document.removeEventListener('pointerdown', close, true);
  }, [onClose]);
  const left = Math.max(8, Math.min(place.screen.x, innerWidth - MENU_WIDTH - 8));
  const top = Math.max(8, Math.min(place.screen.y, innerHeight - MENU_HEIGHT - 8));
  return (
    <div
      ref={card}
      className="fixed z-50 rounded border bg-surface-2 shadow-float"
      style={{ left, top, width: MENU_WIDTH }}
    >
      {children}
    </div>
  );
}

function useOfferedTypes(query: string, place: AddNodePlace): readonly OfferedType[] {
  const graph = useGraph();
  return useMemo(
    () => offered(query, (type) => !place.loose || fitsWire(graph, type, place.loose)),
    [query, graph, place],
  );
}

function offered(query: string, fits: (type: string) => boolean): readonly OfferedType[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return NODE_TYPES.filter((type) => {
    const text = `${type.label} ${type.group} ${type.help}`.toLowerCase();
    return fits(type.type) && words.every((word) => text.includes(word));
  })
    .sort((a, b) => Number(startsWith(b, query)) - Number(startsWith(a, query)))
    .map((type) => ({ ...type, id: type.type }));
}

function startsWith(type: NodeType, query: string): boolean {
  return query !== '' && type.label.toLowerCase().startsWith(query.toLowerCase());
}
