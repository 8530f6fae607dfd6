import type { Position } from '@studio/shared/document';
import { NODE_TYPES, type NodeType } from '@studio/shared/graph';
import { Search } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useGraph, useProjectSession } from '../sync/useProject.tsx';
import { classNames } from '../ui/classNames.ts';
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

/** Adds a node: type to find, Enter takes the first. After a dropped wire only what fits is offered. */
export function AddNodeMenu({ place, onClose }: { readonly place: AddNodePlace; readonly onClose: () => void }) {
  const session = useProjectSession();
  const canvas = useCanvas();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const types = useOfferedTypes(query, place);
  const chosen = types[Math.min(active, types.length - 1)];
  function add(type: NodeType): void {
    const made = createNode(session, type.type, place.canvas, place.loose);
    if (notifyRefusal(made) && made.ok) canvas.nodes.select([made.value]);
    onClose();
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && chosen) add(chosen);
    else if (event.key === 'ArrowDown') setActive((at) => Math.min(at + 1, types.length - 1));
    else if (event.key === 'ArrowUp') setActive((at) => Math.max(at - 1, 0));
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <AddNodeCard place={place} onClose={onClose}>
      <label className="flex h-9 items-center gap-2 border-b px-3">
        <Search aria-hidden size={14} className="text-ink-3" />
        <input
          autoFocus
          role="combobox"
          aria-label="Add a node"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={chosen && `${listId}-${chosen.type}`}
          value={query}
          placeholder={place.loose ? 'What fits this wire' : 'Add a node'}
          className="min-w-0 grow bg-transparent text-13 outline-none"
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <div id={listId} role="listbox" aria-label="Node types" className="max-h-[340px] overflow-auto p-1">
        {types.length === 0 && <NothingFits query={query} />}
        {types.map((type) => (
          <TypeLine
            key={type.type}
            id={`${listId}-${type.type}`}
            type={type}
            isActive={type === chosen}
            onChoose={() => add(type)}
          />
        ))}
      </div>
    </AddNodeCard>
  );
}

function NothingFits({ query }: { readonly query: string }) {
  return (
    <p className="px-2 py-3 text-12 text-ink-3">
      {query === '' ? 'Nothing can be wired to this handle.' : 'No node is called that. Try “shot” or “image”.'}
    </p>
  );
}

interface TypeLineProps {
  readonly id: string;
  readonly type: NodeType;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}

function TypeLine({ id, type, isActive, onChoose }: TypeLineProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      tabIndex={-1}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
      onKeyDown={(event) => event.key === 'Enter' && onChoose()}
      className={classNames('flex gap-2 rounded-sm px-2 py-1.5 hover:bg-surface-3', isActive && 'bg-surface-3')}
    >
      <NodeIcon type={type.type} size={16} className="mt-0.5 shrink-0 text-ink-2" />
      <span className="min-w-0">
        <span className="block text-13">{type.label}</span>
        <span className="block truncate text-11 text-ink-3">{type.help}</span>
      </span>
    </div>
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

function useOfferedTypes(query: string, place: AddNodePlace): readonly NodeType[] {
  const graph = useGraph();
  return useMemo(
    () => offered(query, (type) => !place.loose || fitsWire(graph, type, place.loose)),
    [query, graph, place],
  );
}

function offered(query: string, fits: (type: string) => boolean): readonly NodeType[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return NODE_TYPES.filter((type) => {
    const text = `${type.label} ${type.group} ${type.help}`.toLowerCase();
    return fits(type.type) && words.every((word) => text.includes(word));
  }).sort((a, b) => Number(startsWith(b, query)) - Number(startsWith(a, query)));
}

function startsWith(type: NodeType, query: string): boolean {
  return query !== '' && type.label.toLowerCase().startsWith(query.toLowerCase());
}
