import type * as Y from 'yjs';

/** How large open documents are, by what went into them: an upper bound, in bytes. */
export interface DocumentSizes {
  of(document: Y.Doc): number;
  add(document: Y.Doc, bytes: number): void;
}

/** Counts sizes; a document that is unloaded is forgotten by itself. */
export function createDocumentSizes(): DocumentSizes {
  const sizes = new WeakMap<Y.Doc, number>();
  const of = (document: Y.Doc) => sizes.get(document) ?? 0;
  return { of, add: (document, bytes) => void sizes.set(document, of(document) + bytes) };
}
