import * as Y from 'yjs';
import { fail, ok, type Result } from '@studio/shared/result';

/** Builds a document from what is stored, in one transaction: row by row would cost more than twice as much. */
export function applyStored(
  doc: Y.Doc,
  stored: { state: Uint8Array | undefined; rows: readonly { update: Uint8Array }[] },
): void {
  doc.transact(() => {
    if (stored.state) Y.applyUpdate(doc, stored.state);
    for (const row of stored.rows) Y.applyUpdate(doc, row.update);
  });
  dropPending(doc);
}

/** Forgets updates whose dependencies are missing: kept, each later update would try them all again. Says whether there were any. */
export function dropPending(doc: Y.Doc): boolean {
  const { store } = doc;
  const hadPending = store.pendingStructs !== null || store.pendingDs !== null;
  store.pendingStructs = null;
  store.pendingDs = null;
  return hadPending;
}

/** Folds updates into one, or refuses when the result would not hold all that they hold. */
export function foldUpdates(updates: readonly Uint8Array[]): Result<Uint8Array, 'not-covered'> {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  const isPending = dropPending(doc);
  const state = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  if (isPending) return fail('not-covered', 'An update builds on one that is not stored.');
  const held = Y.parseUpdateMeta(state).to;
  for (const update of updates) {
    for (const [client, end] of Y.parseUpdateMeta(update).to) {
      if ((held.get(client) ?? 0) < end) return fail('not-covered', `The state lacks edits of client ${client}.`);
    }
  }
  return ok(state);
}
