import * as Y from 'yjs';
import { isJson, isJsonObject, isSafeKey, type Json } from '../json.ts';
import type { RecordMap } from '../roots.ts';

/** A place on the canvas in canvas pixels. One atomic value: x and y of two people's drags must not mix. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

/**
 * A node as readers see it. `fields` holds every stored field but type and position: shared texts as strings, unknown
 * fields as they are. Defaults of a node type are applied by `shared/graph`, never here.
 */
export interface NodeRow {
  readonly id: string;
  readonly type: string;
  readonly position: Position;
  readonly fields: { readonly [name: string]: Json };
}

const RESERVED: ReadonlySet<string> = new Set(['type', 'position']);
// What a canvas lays over its nodes: one window's own, and kept for ever once it is in a document.
const VIEW_STATE: ReadonlySet<string> = new Set(['selected', 'dragging', 'resizing', 'measured']);

/** True when a position can be drawn: both finite and within a million pixels. */
export function isPosition(value: unknown): value is Position {
  return isJsonObject(value) && isCoordinate(value['x']) && isCoordinate(value['y']);
}

function isCoordinate(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= 1_000_000;
}

/** True for a field name that a command may write on a node; never what only a window knows, such as its selection. */
export function isWritableField(name: string): boolean {
  return isNodeField(name) && !VIEW_STATE.has(name);
}

/** True for a name that reads as a field of a node. */
export function isNodeField(name: string): boolean {
  return isSafeKey(name) && !RESERVED.has(name);
}

/** Reads a node; undefined when the record has no type. A bad position reads as the origin. */
export function readNode(id: string, record: unknown): NodeRow | undefined {
  if (!(record instanceof Y.Map)) return undefined;
  const type: unknown = record.get('type');
  if (typeof type !== 'string' || type === '') return undefined;
  const position: unknown = record.get('position');
  return Object.freeze({
    id,
    type,
    position: isPosition(position) ? Object.freeze({ x: position.x, y: position.y }) : { x: 0, y: 0 },
    fields: readFields(record),
  });
}

function readFields(record: RecordMap): { readonly [name: string]: Json } {
  const fields: { [name: string]: Json } = Object.create(null) as { [name: string]: Json };
  record.forEach((value, name) => {
    if (!isNodeField(name)) return;
    if (value instanceof Y.Text) fields[name] = value.toString();
    else if (isJson(value)) fields[name] = value;
  });
  return Object.freeze(fields);
}
