import * as Y from 'yjs';

/** Builds a document with the same content that never had another: everything written once, by one client, in one step. */
export function rebuildFresh(doc: Y.Doc): Y.Doc {
  const fresh = new Y.Doc();
  fresh.transact(() => {
    for (const root of doc.share.keys()) {
      const copy = fresh.getMap(root);
      for (const [key, value] of doc.getMap(root))
        copy.set(key, value instanceof Y.AbstractType ? value.clone() : value);
    }
  });
  return fresh;
}
