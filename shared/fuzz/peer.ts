import * as Y from 'yjs';

/** A replica on a bad network: updates wait in `inbox` until the run delivers them, in any order. */
export interface Peer {
  readonly index: number;
  readonly doc: Y.Doc;
  readonly undo: Y.UndoManager;
  readonly inbox: Uint8Array[];
  isOnline: boolean;
}

/** Makes `count` replicas that hear each other while online. */
export function connectPeers(count: number, createUndo: (doc: Y.Doc) => Y.UndoManager): readonly Peer[] {
  const peers = Array.from({ length: count }, (_unused, index): Peer => {
    const doc = new Y.Doc();
    doc.clientID = index + 1;
    return { index, doc, undo: createUndo(doc), inbox: [], isOnline: true };
  });
  for (const peer of peers) {
    peer.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'remote' || !peer.isOnline) return;
      for (const other of peers) if (other !== peer && other.isOnline) other.inbox.push(update);
    });
  }
  return peers;
}

/** Applies one waiting update, any of them. */
export function deliver(peer: Peer, index: number): void {
  const [update] = peer.inbox.splice(index, 1);
  if (update) Y.applyUpdate(peer.doc, update, 'remote');
}

/** Takes a peer off the network: what was on the way to it is lost. */
export function goOffline(peer: Peer): void {
  peer.isOnline = false;
  peer.inbox.length = 0;
}

/** Brings a peer back: both sides exchange what the other lacks, as the sync protocol does. */
export function comeBack(peer: Peer, peers: readonly Peer[]): void {
  peer.isOnline = true;
  for (const other of peers) {
    if (other === peer || !other.isOnline) continue;
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(peer.doc, Y.encodeStateVector(other.doc)), 'remote');
    Y.applyUpdate(peer.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(peer.doc)), 'remote');
  }
}
