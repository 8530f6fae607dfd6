import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Hocuspocus, type WebSocketLike } from '@hocuspocus/server';
import type { CloseReason } from '@studio/shared/access';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { JournalStore } from '../storage/journalStore.ts';
import { createJournalWriter, type JournalWriter } from '../storage/journalWriter.ts';
import { type Acceptance, createAcceptance } from './acceptUpdate.ts';
import { createAuthentication } from './authentication.ts';
import { type ChangeListener, type Changes, createChanges } from './changes.ts';
import { createDocumentSizes } from './documentSizes.ts';
import { createFolding } from './folding/folding.ts';
import { foldStored, type RunFold } from './folding/foldStored.ts';
import { guardHooks } from './guardHooks.ts';
import { createJoining } from './joining/joining.ts';
import { createWholeStates } from './joining/wholeStates.ts';
import { createDoubt } from './doubt.ts';
import { createJournalFollower } from './journalFollower.ts';
import { createJournalGate } from './journalGate.ts';
import { DEFAULT_LIMITS, type SyncLimits } from './limits.ts';
import { createLingering, type Lingering } from './lingering.ts';
import { createLoading, CURRENT_SCHEMA, type DocumentSchema } from './loading.ts';
import { createPermission, type Permission } from './permission.ts';
import type { AccessChange, AccessDesk } from './ports.ts';
import { createPresence, type Presence } from './presence.ts';
import { createPreviews } from './previews.ts';
import { createRedisLink, type OpenRedis } from './redisLink.ts';
import { createServerWrites, type ServerWrites } from './serverWrites.ts';
import { type EnteredSocket, enterSocket, type Knock, type SocketEntranceSettings } from './socketEntrance.ts';
import { createSocketGate } from './socketGate.ts';
import { createStorageNews } from './storage/storageNews.ts';
import { createStorageWatch } from './storage/storageWatch.ts';
import { createSyncMetrics, type SyncMetrics, type SyncStats } from './syncMetrics.ts';
import type { SyncContext } from './visit.ts';

/** How long documents may take to leave memory at the end. */
const UNLOAD_MS = 1000;

/**
 * What Hocuspocus is told of every request: nothing. It would keep each for as long as its socket lives, and parse its
 * address anew for each message; who asks for what is known from the handshake.
 */
const NO_REQUEST = { url: '', headers: new Headers() } as Request;

/** What sync is built from. `origins` are those whose pages may connect, such as `https://studio.example`. */
export interface SyncDeps {
  readonly store: JournalStore;
  /** Folds journals elsewhere; without it they are folded here, where everybody's edits wait for it. */
  readonly runFold?: RunFold | undefined;
  readonly access: AccessDesk;
  readonly origins: readonly string[];
  /** Given when this server is one of several. */
  readonly openRedis?: OpenRedis | undefined;
  readonly logger: Logger;
  readonly clock: () => number;
  readonly metrics: Registry;
  readonly limits?: Partial<SyncLimits>;
  readonly schema?: DocumentSchema;
  /** Another way into the store than the product's, such as one that a test breaks. */
  readonly journal?: JournalWriter;
}

/** The documents of a server: live for clients, readable and writable for the server itself, durable for all. */
export interface Sync extends ServerWrites {
  /** Takes an upgrade request of the HTTP server; one that is not for sync is answered with 404. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Takes in a socket that is open already and came another way than by an upgrade. */
  enter(websocket: WebSocketLike, request: Knock): EnteredSocket;
  /** Calls back after documents changed through this server, with their authors; returns how to stop. */
  onChanged(listener: ChangeListener): () => void;
  /** Ends live documents of a person, link or project with a reason that the client shows. */
  closeFor(selector: AccessChange, reason: CloseReason): void;
  /** Folds the journal of a document, open or not, into its state now. */
  fold(documentName: string): Promise<unknown>;
  stats(): SyncStats;
  /** Stops taking edits, ends all sockets and waits until what was taken is durable. */
  dispose(): Promise<void>;
}

/** Builds sync from its parts. */
export function createSync(deps: SyncDeps): Sync {
  const { access, logger, clock } = deps;
  const limits: SyncLimits = { ...DEFAULT_LIMITS, ...deps.limits };
  const stats = () => ({
    // Each that lingers is held by a connection of its own.
    connections: hocuspocus.getConnectionsCount() - lingering.count(),
    documents: hocuspocus.getDocumentsCount(),
  });
  const metrics = createSyncMetrics(deps.metrics, stats);
  const { hocuspocus, lingering, accept, permission, presence, changes, fold, settle } = buildDocuments(
    deps,
    limits,
    metrics,
  );
  const writes = createServerWrites({ hocuspocus: () => hocuspocus, accept, logger });
  const entrance: SocketEntranceSettings = {
    limits,
    clock,
    onDenied: metrics.refused,
    connect: (socket) => hocuspocus.handleConnection(socket, NO_REQUEST, { socket }),
    takeMovement: presence.takeMovement,
  };
  const enter: Sync['enter'] = (websocket, request) => enterSocket(entrance, websocket, request);
  const gate = createSocketGate({
    origins: deps.origins,
    limits,
    logger,
    enter,
    onBehind: () => metrics.refused('behind'),
  });
  const unsubscribe = access.onAccessChanged((change) => permission.recheck(change));
  // Sessions and links also end by time, which nobody announces.
  const recheckTimer = setInterval(() => void permission.sweep(), limits.recheckIntervalMs);
  recheckTimer.unref();
  async function stop(): Promise<void> {
    unsubscribe();
    clearInterval(recheckTimer);
    lingering.release();
    await gate.close();
    await settle();
  }

  let stopped: Promise<void> | undefined;
  return {
    ...writes,
    handleUpgrade: gate.handleUpgrade,
    enter,
    onChanged: changes.subscribe,
    closeFor: permission.closeFor,
    fold,
    stats,
    dispose: () => (stopped ??= stop()),
  };
}

interface Documents {
  readonly hocuspocus: Hocuspocus<SyncContext>;
  readonly accept: Acceptance;
  readonly permission: Permission;
  readonly presence: Presence;
  readonly changes: Changes;
  readonly lingering: Lingering;
  readonly fold: Sync['fold'];
  /** Waits until what was taken is stored, told and passed on, and leaves the other servers. */
  settle(): Promise<void>;
}

function buildDocuments(deps: SyncDeps, limits: SyncLimits, metrics: SyncMetrics): Documents {
  const { store, access, logger, clock } = deps;
  const storage = createStorageWatch({
    journal:
      deps.journal ?? createJournalWriter({ store, clock, timeoutMs: limits.appendTimeoutMs, onBatch: metrics.batch }),
    probe: () => store.probe(),
    clock,
    logger,
    patienceMs: limits.storagePatienceMs,
    probeEveryMs: limits.storageProbeMs,
  });
  const sizes = createDocumentSizes();
  const lingering = createLingering({ limits, sizes });
  const runFold = deps.runFold ?? ((document, at) => foldStored(store, document, at));
  const folding = createFolding({ runFold, limits, clock, logger, onFolded: metrics.folded });
  const accept = createAcceptance({ journal: storage.journal, sizes, folding, clock });
  const changes = createChanges(logger);
  const permission = createPermission({ access, logger, hocuspocus: () => hocuspocus });
  const presence = createPresence({ limits, clock, epoch: permission.epoch });
  const link = deps.openRedis ? createRedisLink(deps.openRedis, clock, logger) : undefined;
  const isLinked = link?.isLinked ?? (() => true);
  const mayLack = createDoubt(storage, link !== undefined, clock);
  const following = { store, limits, clock, logger, isLinked, mayLack };
  const follower = createJournalFollower({ ...following, hocuspocus: () => hocuspocus });
  const extensions = [
    createAuthentication({ access, limits, clock, epoch: permission.epoch }),
    permission.extension,
    presence.extension,
    follower.extension,
    createLoading({ store, sizes, folding, clock, schema: deps.schema ?? CURRENT_SCHEMA }),
    createJournalGate({ accept, storage, sizes, limits, logger }),
    // After everything that may refuse the message.
    createJoining({ states: createWholeStates({ onEncoded: metrics.encoded, keepMs: limits.joinKeepMs }), sizes }),
    createStorageNews({ watch: storage, hocuspocus: () => hocuspocus }),
    createPreviews(limits.previewBytes, logger),
    changes.extension,
    folding.extension,
    lingering.extension,
  ].map((extension) => guardHooks(extension, logger));
  const hocuspocus: Hocuspocus<SyncContext> = new Hocuspocus<SyncContext>({
    quiet: true,
    extensions: [...(link ? [link.extension] : []), ...extensions],
  });
  async function settle(): Promise<void> {
    await follower.stop();
    await storage.journal.settle();
    storage.stop();
    await changes.settle();
    await untilUnloaded(hocuspocus, clock);
    await folding.settle();
    // Only the link to Redis has an end of its own; Redis may be gone before us.
    await hocuspocus
      .hooks('onDestroy', { instance: hocuspocus })
      .catch((error: unknown) => logger.warn({ err: error }, 'The link to the other servers did not end well'));
  }
  return { hocuspocus, lingering, accept, permission, presence, changes, fold: folding.fold, settle };
}

// The other servers hear the last edits while documents linger, and long journals are folded.
async function untilUnloaded(hocuspocus: Hocuspocus<SyncContext>, clock: () => number): Promise<void> {
  hocuspocus.flushPendingStores();
  const until = clock() + UNLOAD_MS;
  while (hocuspocus.getDocumentsCount() > 0 && clock() < until) await delay(10);
}
