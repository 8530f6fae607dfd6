import { isPosition, type Position } from '@studio/shared/document';
import type { Awareness } from 'y-protocols/awareness';
import { VIEWS, type ViewName } from './presence.ts';

/** Somebody who is in the project now, as their client shows them. One person with two tabs is here twice. */
export interface PresentPerson {
  readonly clientId: number;
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly view: ViewName;
  readonly cursor: Position | null;
  readonly viewport: { readonly x: number; readonly y: number; readonly zoom: number } | null;
  readonly selection: readonly string[];
  readonly drag: { readonly [nodeId: string]: Position } | null;
  readonly playhead: number | null;
  readonly isMe: boolean;
}

const NOTHING: readonly string[] = Object.freeze([]);

/** Reads everybody who is here; states of services and malformed ones are left out. Me first, then by name. */
export function presentPeople(awareness: Awareness): readonly PresentPerson[] {
  const people: PresentPerson[] = [];
  for (const [clientId, state] of awareness.getStates()) {
    const person = readPerson(clientId, state, clientId === awareness.clientID);
    if (person) people.push(person);
  }
  return people.sort((a, b) => Number(b.isMe) - Number(a.isMe) || a.name.localeCompare(b.name, 'en'));
}

function readPerson(clientId: number, state: unknown, isMe: boolean): PresentPerson | undefined {
  if (!isFields(state) || !isFields(state['user'])) return undefined;
  const { id, name, color } = state['user'];
  if (typeof id !== 'string' || typeof name !== 'string') return undefined;
  const { pointer, selection, drag, playhead, viewport } = state;
  return {
    clientId,
    id,
    name: name.slice(0, 80),
    color: typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color : '#8a8a8a',
    view: VIEWS.find((view) => view === state['view']) ?? 'canvas',
    cursor: isPosition(pointer) ? pointer : null,
    viewport: readViewport(viewport),
    selection: Array.isArray(selection) ? selection.filter((entry) => typeof entry === 'string') : NOTHING,
    drag: readDrag(drag),
    playhead: typeof playhead === 'number' && Number.isFinite(playhead) ? playhead : null,
    isMe,
  };
}

function readDrag(drag: unknown): { readonly [nodeId: string]: Position } | null {
  if (!isFields(drag)) return null;
  const ghosts = Object.entries(drag).filter((entry): entry is [string, Position] => isPosition(entry[1]));
  return ghosts.length === 0 ? null : Object.fromEntries(ghosts);
}

function readViewport(value: unknown): PresentPerson['viewport'] {
  if (!isFields(value)) return null;
  const { x, y, zoom } = value;
  const isWhole = [x, y, zoom].every((part) => typeof part === 'number' && Number.isFinite(part));
  return isWhole ? { x: x as number, y: y as number, zoom: zoom as number } : null;
}

function isFields(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
