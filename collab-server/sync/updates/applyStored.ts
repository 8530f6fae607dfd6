import * as Y from 'yjs';
import type { StoredDocument } from '../../storage/journalStore.ts';

/** Builds a document from what is stored, in one transaction: row by row would cost more than twice as much. */
export function applyStored(doc: Y.Doc, { state, rows }: StoredDocument): void {
  doc.transact(() => {
    if (state) (state.format === 'v2' ? Y.applyUpdateV2 : Y.applyUpdate)(doc, state.update);
    for (const row of rows) Y.applyUpdate(doc, row.update);
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
