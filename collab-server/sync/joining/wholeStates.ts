import * as Y from 'yjs';

/** All of a document at one moment, as clients without anything get it. */
export interface WholeState {
  readonly update: Uint8Array;
  /** What the update holds: what came later is the difference to it. */
  readonly stateVector: Uint8Array;
}

/** The whole states of documents that several clients join at about the same time. */
export interface WholeStates {
  /** The state of a document, at most a few seconds old; it is encoded once for all who join meanwhile. */
  of(doc: Y.Doc): WholeState;
}

/** What the states need. */
export interface WholeStatesSettings {
  /** Told of each encoding, with its bytes. */
  readonly onEncoded: (bytes: number) => void;
  readonly keepMs?: number;
  /** What all kept states may take together. */
  readonly keepBytes?: number;
}

const KEEP_MS = 5000;
const KEEP_BYTES = 128 * 1024 * 1024;

/**
 * Creates the keeping of states. A document that changes meanwhile costs no new encoding: a client that got an older state
 * is also sent what came after it. The oldest states are let go where they take too much memory together.
 */
export function createWholeStates(settings: WholeStatesSettings): WholeStates {
  const { onEncoded, keepMs = KEEP_MS, keepBytes = KEEP_BYTES } = settings;
  // A document that is unloaded is forgotten by itself as soon as its time is over.
  const kept = new Map<Y.Doc, WholeState>();
  let bytes = 0;

  function forget(doc: Y.Doc, state: WholeState): void {
    if (kept.get(doc) !== state) return;
    kept.delete(doc);
    bytes -= state.update.length;
  }

  function makeRoom(): void {
    for (const [doc, state] of kept) {
      if (bytes <= keepBytes) return;
      forget(doc, state);
    }
  }

  return {
    of(doc) {
      const known = kept.get(doc);
      if (known) return known;
      const state = { stateVector: Y.encodeStateVector(doc), update: Y.encodeStateAsUpdate(doc) };
      onEncoded(state.update.length);
      kept.set(doc, state);
      bytes += state.update.length;
      setTimeout(() => forget(doc, state), keepMs).unref();
      makeRoom();
      return state;
    },
  };
}
