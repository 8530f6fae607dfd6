import type { WebSocketLike } from '@hocuspocus/server';
import { SCHEMA_VERSION } from '@studio/shared/document';
import { Registry } from 'prom-client';
import type { JournalStore } from '../../../collab-server/storage/journalStore.ts';
import type { JournalWriter } from '../../../collab-server/storage/journalWriter.ts';
import { createSync, type Sync, type SyncDeps } from '../../../collab-server/sync/createSync.ts';
import type { RunFold } from '../../../collab-server/sync/folding/foldStored.ts';
import { DEFAULT_LIMITS, type SyncLimits } from '../../../collab-server/sync/limits.ts';
import type { AccessDesk } from '../../../collab-server/sync/ports.ts';
import type { SimulatedProcess } from '../time/simulatedProcess.ts';
import type { ServerSocket, SimulatedNetwork } from '../network/simulatedNetwork.ts';
import type { RedisConnection } from '../network/simulatedRedis.ts';
import { SILENT } from './silentLogger.ts';

/** A collab-server that lives in a simulation. */
export interface SimulatedServer {
  readonly process: SimulatedProcess;
  readonly sync: Sync;
}

/** What a server is started with. `journal` takes the place of the product's, in a control. */
export interface ServerStart {
  readonly network: SimulatedNetwork;
  readonly storeOf: (owner: SimulatedProcess) => JournalStore;
  readonly access: AccessDesk;
  readonly openRedis: (() => RedisConnection) | undefined;
  readonly journalOf?: ((store: JournalStore) => JournalWriter) | undefined;
  readonly foldOf?: ((store: JournalStore) => RunFold) | undefined;
  readonly skewMs: number;
}

/** As in production, with times and sizes that let much happen in a short simulation. */
export const SIMULATED_LIMITS: SyncLimits = {
  ...DEFAULT_LIMITS,
  foldRows: 12,
  foldRowsOnUnload: 2,
  appendTimeoutMs: 1500,
  followIntervalMs: 500,
};

const REQUEST = new Request(`http://studio/collab?schema=${SCHEMA_VERSION}`);

/** Starts the product's sync on the simulated network and store. Must run in the name of its process. */
export function startServer(start: ServerStart, process: SimulatedProcess): SimulatedServer {
  process.clockSkewMs = start.skewMs;
  const store = start.storeOf(process);
  const journal = start.journalOf?.(store);
  const sync = createSync({
    store,
    access: start.access,
    origins: [],
    // As much of a client as the link uses.
    openRedis: start.openRedis as SyncDeps['openRedis'],
    runFold: start.foldOf?.(store),
    logger: SILENT,
    clock: Date.now,
    metrics: new Registry(),
    limits: SIMULATED_LIMITS,
    ...(journal ? { journal } : {}),
  });
  start.network.listen({ owner: process, accept: (socket) => sync.enter(toWebSocketLike(socket), REQUEST) });
  return { process, sync };
}

function toWebSocketLike(socket: ServerSocket): WebSocketLike {
  return {
    get readyState() {
      return socket.readyState;
    },
    send(message) {
      if (!(message instanceof Uint8Array)) throw new TypeError('Only bytes are sent.');
      socket.send(message);
    },
    close: (code, reason) => socket.close(code, reason),
  };
}
