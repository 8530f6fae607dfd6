import { OutgoingMessage } from '@hocuspocus/server';
import { writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { messageYjsSyncStep2 } from 'y-protocols/sync';
import * as Y from 'yjs';

/** All of a document at one moment, as clients without anything get it. */
export interface WholeState {
  /** The frame that brings it to clients of this address: the same array for all of them. */
  readonly frame: Uint8Array;
  readonly address: string;
  /** What the frame brings: what came later is the difference to it. */
  readonly stateVector: Uint8Array;
}

/** The whole states of documents that several clients join at about the same time. */
export interface WholeStates {
  /** The state of a document for clients of an address, a moment old; it is encoded once for all who join meanwhile. */
  of(doc: Y.Doc, address: string): WholeState;
}

/** What the states need. */
export interface WholeStatesSettings {
  /** Told of each encoding, with its bytes. */
  readonly onEncoded: (bytes: number) => void;
  /** How long a state is kept after the last who joined. */
  readonly keepMs: number;
  /** What all kept states may take together. */
  readonly keepBytes?: number;
}

const KEEP_BYTES = 128 * 1024 * 1024;

interface Kept extends WholeState {
  readonly timer: NodeJS.Timeout;
}

/**
 * Creates the keeping of states: until nobody has joined for a moment. A document that changes meanwhile costs no new
 * encoding: a client that got an older state is also sent what came after it. The oldest states are let go where they take
 * too much memory together.
 */
export function createWholeStates(settings: WholeStatesSettings): WholeStates {
  const { onEncoded, keepMs, keepBytes = KEEP_BYTES } = settings;
  const kept = new Map<Y.Doc, Kept>();
  let bytes = 0;

  function forget(doc: Y.Doc): void {
    const state = kept.get(doc);
    if (!state) return;
    clearTimeout(state.timer);
    kept.delete(doc);
    bytes -= state.frame.length;
  }

  function makeRoom(needed: number): void {
    for (const doc of kept.keys()) if (bytes + needed > keepBytes) forget(doc);
  }

  return {
    of(doc, address) {
      const known = kept.get(doc);
      if (known?.address === address) {
        known.timer.refresh();
        return known;
      }
      forget(doc);
      const state = encode(doc, address);
      onEncoded(state.frame.length);
      makeRoom(state.frame.length);
      kept.set(doc, { ...state, timer: setTimeout(() => forget(doc), keepMs).unref() });
      bytes += state.frame.length;
      return state;
    },
  };
}

function encode(doc: Y.Doc, address: string): WholeState {
  const stateVector = Y.encodeStateVector(doc);
  const message = new OutgoingMessage(address).createSyncMessage();
  writeVarUint(message.encoder, messageYjsSyncStep2);
  writeVarUint8Array(message.encoder, Y.encodeStateAsUpdate(doc));
  return { address, stateVector, frame: message.toUint8Array() };
}
