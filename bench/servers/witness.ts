import { setTimeout as delay } from 'node:timers/promises';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { WebSocket } from 'ws';
import * as Y from 'yjs';

/** Where a witness sits; a guest comes as browsers do, with a cookie and an Origin. */
export interface WitnessSeat {
  readonly url: string;
  readonly document: string;
  readonly token: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody who notes when they last read something, when they last had something stored, and when they were told to go. */
export interface Witness {
  readonly doc: Y.Doc;
  /** In the time of `performance.now`; undefined for what has not been. */
  readonly last: { readAt?: number; storedAt?: number; toldAt?: number };
  /** Sets a key of the document's `nodes`. */
  write(key: string): void;
  goOffline(): void;
  comeBack(): void;
  leave(): void;
}

const JOIN_WITHIN_MS = 30_000;

/** Joins; resolves when it has the document. Throws when that takes too long. */
export async function joinAsWitness({ url, document, token, headers }: WitnessSeat): Promise<Witness> {
  class SeatSocket extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers: { ...headers } });
      this.on('error', () => undefined);
    }
  }
  const socket = new HocuspocusProviderWebsocket({
    url,
    WebSocketPolyfill: SeatSocket,
    delay: 100,
    minDelay: 50,
    maxDelay: 500,
  });
  const doc = new Y.Doc();
  const provider = new HocuspocusProvider({ websocketProvider: socket, name: document, token, document: doc });
  const last: Witness['last'] = {};
  let unsynced = 0;
  doc.on('update', (_update: Uint8Array, origin: unknown) => {
    if (origin === provider) last.readAt = performance.now();
  });
  provider.on('unsyncedChanges', ({ number }: { number: number }) => {
    if (number < unsynced) last.storedAt = performance.now();
    unsynced = number;
  });
  provider.on('authenticationFailed', () => (last.toldAt ??= performance.now()));
  // Access that became less is told the same way as access that was given.
  provider.on('authenticated', ({ scope }: { scope: string }) => {
    if (scope === 'readonly') last.toldAt ??= performance.now();
  });
  provider.attach();
  for (const deadline = performance.now() + JOIN_WITHIN_MS; !provider.synced; await delay(5)) {
    if (performance.now() > deadline) throw new Error(`${document} was not joined within ${JOIN_WITHIN_MS} ms.`);
  }
  delete last.toldAt;
  return {
    doc,
    last,
    write: (key) => void doc.getMap('nodes').set(key, 1),
    goOffline: () => socket.disconnect(),
    comeBack: () => void socket.connect(),
    leave() {
      provider.destroy();
      socket.destroy();
    },
  };
}
