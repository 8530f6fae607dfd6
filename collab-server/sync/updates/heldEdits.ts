import * as Y from 'yjs';
import { type Coverage, coverageOfUpdate } from './coverage.ts';

/** Edits of one connection that are neither stored nor applied: how many acknowledgements they wait for, and how far they go. */
export interface HeldEdits {
  readonly count: number;
  /** How many of them build on what we do not hold either. */
  readonly gaps: number;
  /** Of the edits as they came; they themselves are not kept, the client has them. */
  readonly bytes: number;
  readonly coverage: Coverage;
}

/** What a held edit is: how many of the client's went into it, and whether it builds on what we do not hold either. */
export interface HeldKind {
  readonly edits: number;
  readonly isGap: boolean;
}

/** Counts one more among those that are held. */
export function addHeld(held: HeldEdits | undefined, update: Uint8Array, { edits, isGap }: HeldKind): HeldEdits {
  const added = coverageOfUpdate(update);
  const gaps = (held?.gaps ?? 0) + (isGap ? edits : 0);
  if (!held) return { count: edits, gaps, bytes: update.length, coverage: added };
  const ends = new Map(held.coverage.ends);
  for (const [client, end] of added.ends) ends.set(client, Math.max(ends.get(client) ?? 0, end));
  const deletes = Y.mergeDeleteSets([held.coverage.deletes, added.deletes]);
  return { count: held.count + edits, gaps, bytes: held.bytes + update.length, coverage: { ends, deletes } };
}

/** True when a document has all that is held. */
export function isSettled(doc: Y.Doc, { coverage }: HeldEdits): boolean {
  for (const [client, end] of coverage.ends) if (Y.getState(doc.store, client) < end) return false;
  for (const [client, ranges] of coverage.deletes.clients) {
    if (ranges.some(({ clock, len }) => !isDeleted(doc, client, clock, clock + len))) return false;
  }
  return true;
}

function isDeleted(doc: Y.Doc, client: number, from: number, to: number): boolean {
  const structs = doc.store.clients.get(client);
  // A client may say that it deletes nothing, also just behind the end, where there is nothing to be found.
  if (from >= to) return true;
  if (!structs || Y.getState(doc.store, client) < to) return false;
  for (let at = Y.findIndexSS(structs, from); at < structs.length; at += 1) {
    const struct = structs[at];
    if (!struct || struct.id.clock >= to) break;
    if (!struct.deleted) return false;
  }
  return true;
}
