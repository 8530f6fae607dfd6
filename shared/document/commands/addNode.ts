import * as Y from 'yjs';
import { fail } from '../../result.ts';
import { isId } from '../documentName.ts';
import { isJson, type Json } from '../json.ts';
import { PERSON, type Origin } from '../origins.ts';
import { isPosition, isWritableField, type Position } from '../records/node.ts';
import { rootMap } from '../roots.ts';
import { write, type CommandResult } from './command.ts';

/** A node to add. `texts` become shared texts, made together with the record so that two writers never make two. */
export interface NewNode {
  readonly id: string;
  readonly type: string;
  readonly position: Position;
  readonly fields?: { readonly [name: string]: Json };
  readonly texts?: { readonly [name: string]: string };
}

/** Adds nodes in one step of undo; refuses all of them when one is invalid or exists. */
export function addNodes(
  doc: Y.Doc,
  nodes: readonly NewNode[],
  origin: Origin = PERSON,
): CommandResult<readonly string[]> {
  const table = rootMap(doc, 'nodes');
  for (const node of nodes) {
    const flaw = flawOf(node);
    if (flaw) return fail('invalid', flaw.message, flaw.field);
    if (table.has(node.id)) return fail('exists', `Node ${node.id} is there already.`, 'id');
  }
  return write(doc, origin, () => {
    for (const node of nodes) table.set(node.id, recordFor(node));
    return nodes.map((node) => node.id);
  });
}

/** Adds one node. */
export function addNode(doc: Y.Doc, node: NewNode, origin: Origin = PERSON): CommandResult<readonly string[]> {
  return addNodes(doc, [node], origin);
}

function flawOf(node: NewNode): { field: string; message: string } | undefined {
  if (!isId(node.id)) return { field: 'id', message: 'A node id is a lower-case UUID.' };
  if (node.type === '') return { field: 'type', message: 'A node needs a type.' };
  if (!isPosition(node.position))
    return { field: 'position', message: 'A position is two finite numbers within a million pixels.' };
  for (const [name, value] of Object.entries({ ...node.fields, ...node.texts })) {
    if (!isWritableField(name)) return { field: name, message: `“${name}” cannot be the name of a field.` };
    if (!isJson(value)) return { field: name, message: `“${name}” must be JSON with finite numbers.` };
  }
  return undefined;
}

function recordFor(node: NewNode): Y.Map<unknown> {
  const record = new Y.Map<unknown>();
  record.set('type', node.type);
  record.set('position', { x: node.position.x, y: node.position.y });
  for (const [name, value] of Object.entries(node.fields ?? {})) record.set(name, value);
  for (const [name, text] of Object.entries(node.texts ?? {})) record.set(name, new Y.Text(text));
  return record;
}
