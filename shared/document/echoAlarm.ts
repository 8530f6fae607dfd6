import type * as Y from 'yjs';

/**
 * Sounds when code writes because a remote change arrived: two replicas that both “repair” answer each other for ever.
 * For debug builds. Returns how to stop.
 */
export function watchForEchoes(doc: Y.Doc, onEcho: (origin: unknown) => void): () => void {
  let isDelivering = false;
  const entering = (transaction: Y.Transaction) => {
    if (!transaction.local) isDelivering = true;
  };
  const leaving = () => {
    isDelivering = false;
  };
  const writing = (transaction: Y.Transaction) => {
    if (isDelivering && transaction.local && transaction.changed.size > 0) onEcho(transaction.origin);
  };
  doc.on('beforeObserverCalls', entering);
  doc.on('afterTransaction', writing);
  doc.on('afterAllTransactions', leaving);
  return () => {
    doc.off('beforeObserverCalls', entering);
    doc.off('afterTransaction', writing);
    doc.off('afterAllTransactions', leaving);
  };
}
