import { type Connection, type Extension, OutgoingMessage } from '@hocuspocus/server';
import { writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { messageYjsSyncStep1, messageYjsSyncStep2 } from 'y-protocols/sync';
import type { DocumentSizes } from '../documentSizes.ts';
import type { SyncContext } from '../visit.ts';
import { hasRoom, putVector } from './roomForVector.ts';
import type { WholeState, WholeStates } from './wholeStates.ts';

/** What joining needs. */
export interface JoiningSettings {
  readonly states: WholeStates;
  readonly sizes: DocumentSizes;
}

/** Below this, encoding a document anew costs less than keeping it. */
const LARGE_BYTES = 64 * 1024;

/**
 * Answers clients that come with nothing, such as after a restart without a copy, from one encoding for all of them;
 * Hocuspocus would encode the document for each. What it then answers itself is only what came after that encoding.
 */
export function createJoining({ states, sizes }: JoiningSettings): Extension<SyncContext> {
  const frames = new WeakMap<WholeState, { readonly address: string; readonly frame: Uint8Array }>();

  // Sockets frame the same array once; most clients use the same address.
  function frameFor({ messageAddress: address }: Connection, state: WholeState): Uint8Array {
    const known = frames.get(state);
    if (known?.address === address) return known.frame;
    const message = new OutgoingMessage(address).createSyncMessage();
    writeVarUint(message.encoder, messageYjsSyncStep2);
    writeVarUint8Array(message.encoder, state.update);
    const frame = message.toUint8Array();
    frames.set(state, { address, frame });
    return frame;
  }

  return {
    extensionName: 'joining',
    async beforeSync({ type, payload, document, connection }) {
      if (type !== messageYjsSyncStep1 || !hasRoom(payload) || sizes.of(document) < LARGE_BYTES) return;
      const state = states.of(document);
      if (putVector(payload, state.stateVector)) connection.send(frameFor(connection, state));
    },
  };
}
