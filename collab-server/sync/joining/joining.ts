import type { Extension } from '@hocuspocus/server';
import { messageYjsSyncStep1 } from 'y-protocols/sync';
import type { DocumentSizes } from '../documentSizes.ts';
import { Refusal } from '../refusal.ts';
import type { SyncContext } from '../visit.ts';
import { hasRoom, putVector } from './roomForVector.ts';
import type { WholeStates } from './wholeStates.ts';

/** What joining needs. */
export interface JoiningSettings {
  readonly states: WholeStates;
  readonly sizes: DocumentSizes;
}

/** Below this, encoding a document anew costs less than keeping it. */
const LARGE_BYTES = 64 * 1024;

/**
 * Answers clients that come with nothing, such as after a restart without a copy, from one encoding for all of them;
 * Hocuspocus would encode the document for each. What it then answers itself is only what came after that encoding. Who
 * asks for large documents again and again is told to come back later, whatever they say that they have.
 */
export function createJoining({ states, sizes }: JoiningSettings): Extension<SyncContext> {
  return {
    extensionName: 'joining',
    async beforeSync({ type, payload, document, connection, context: { visit } }) {
      if (type !== messageYjsSyncStep1 || sizes.of(document) < LARGE_BYTES) return;
      if (!visit?.socket.allowance.mayAsk(sizes.of(document))) {
        visit?.socket.closeToRetry('rate-limited');
        throw new Refusal('rate-limited');
      }
      if (!hasRoom(payload)) return;
      const { frame, stateVector } = states.of(document, connection.messageAddress);
      if (putVector(payload, stateVector)) connection.send(frame);
    },
  };
}
