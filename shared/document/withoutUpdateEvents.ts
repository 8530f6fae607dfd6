import type * as Y from 'yjs';

/**
 * Runs `load`, which applies what storage or a first fetch brings, while nobody hears updates of the document: Yjs would
 * encode all of it again for its listeners, which costs as much as half of applying it. Observers of types hear as always.
 */
export function withoutUpdateEvents(doc: Y.Doc, load: () => void): void {
  const listeners: unknown = doc._observers.get('update');
  doc._observers.delete('update');
  try {
    load();
  } finally {
    if (listeners instanceof Set) doc._observers.set('update', listeners);
  }
}
