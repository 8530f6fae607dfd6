import * as Y from 'yjs';

/** True when a document holds edits that build on what it lacks, which it neither shows nor can place. */
export function hasPendingPart(doc: Y.Doc): boolean {
  return doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
}

/** Takes the edits out of a document that build on what it lacks; returns them as one update, undefined for none. */
export function takePendingPart(doc: Y.Doc): Uint8Array | undefined {
  const { store } = doc;
  const parts = [store.pendingStructs?.update, store.pendingDs].filter((part) => part instanceof Uint8Array);
  store.pendingStructs = null;
  store.pendingDs = null;
  return parts.length === 0 ? undefined : Y.convertUpdateFormatV2ToV1(Y.mergeUpdatesV2(parts));
}
