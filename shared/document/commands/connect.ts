import type * as Y from 'yjs';
import { fail } from '../../result.ts';
import { isSafeKey } from '../json.ts';
import { PERSON, type Origin } from '../origins.ts';
import { readEdge, type EdgeRow } from '../records/edge.ts';
import { rootMap } from '../roots.ts';
import { absent, write, type CommandResult } from './command.ts';

/**
 * Adds wires; `replaces` are removed in the same step (an input that takes one wire). Types of handles are the business
 * of `shared/graph`, asked before this.
 */
export function connect(
  doc: Y.Doc,
  edges: readonly EdgeRow[],
  replaces: readonly string[] = [],
  origin: Origin = PERSON,
): CommandResult {
  const table = rootMap(doc, 'edges');
  const nodes = rootMap(doc, 'nodes');
  for (const edge of edges) {
    if (!isSafeKey(edge.id) || !readEdge(edge.id, edge))
      return fail('invalid', 'A wire needs an id and two handles.', 'edge');
    if (edge.source === edge.target) return fail('invalid', 'A node cannot feed itself.', 'target');
    if (!nodes.has(edge.source) || !nodes.has(edge.target)) return absent('One end of this wire');
  }
  return write(doc, origin, () => {
    for (const id of replaces) table.delete(id);
    for (const { id, ...ends } of edges) table.set(id, ends);
  });
}

/** Removes wires. */
export function disconnect(doc: Y.Doc, edgeIds: readonly string[], origin: Origin = PERSON): CommandResult {
  const table = rootMap(doc, 'edges');
  return write(doc, origin, () => {
    for (const id of edgeIds) table.delete(id);
  });
}
