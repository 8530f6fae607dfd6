import type * as Y from 'yjs';
import { PERSON, type Origin } from '../origins.ts';
import { rootMap } from '../roots.ts';
import { write, type CommandResult } from './command.ts';

/** Removes nodes and nothing else: their wires hide by themselves, and undo brings both back. Takes stay in the ledger. */
export function removeNodes(doc: Y.Doc, ids: readonly string[], origin: Origin = PERSON): CommandResult {
  const nodes = rootMap(doc, 'nodes');
  return write(doc, origin, () => {
    for (const id of ids) nodes.delete(id);
  });
}
