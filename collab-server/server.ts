import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadPipelines } from '@studio/workflows';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { createAccessDesk } from './accounts/accessDesk.ts';
import { listenForAccessChanges } from './accounts/accessChanges.ts';
import { createCallers } from './accounts/callers.ts';
import { createAuth } from './accounts/createAuth.ts';
import { makeSetupToken } from './accounts/firstOwner.ts';
import { deriveSecret } from './accounts/secrets.ts';
import type { CollabConfiguration } from './configuration.ts';
import { connectHistory } from './history/connectHistory.ts';
import { countRequests } from './http/countRequests.ts';
import { createHttp } from './http/createHttp.ts';
import type { App } from './http/httpParts.ts';
import { createProjectActivity } from './projects/projectActivity.ts';
import { createProjectDocuments } from './projects/createProjectDocuments.ts';
import { followProjects } from './projects/followProjects.ts';
import { seedNewStudio } from './sample/seedNewStudio.ts';
import { createBlobStore } from './storage/blobs/createBlobStore.ts';
import { type OpenDatabase, openDatabase, requireDatabase } from './storage/database.ts';
import { migrate } from './storage/migrate.ts';
import { createPostgresJournal, readFoldedState, readTailBytes } from './storage/postgresJournal.ts';
import { sweepRegularly } from './storage/sweepRows.ts';
import { createSync, type Sync } from './sync/createSync.ts';
import { DEFAULT_LIMITS } from './sync/limits.ts';
import type { AccessDesk } from './sync/ports.ts';
import { createFoldProcess } from './sync/folding/foldProcess.ts';
import { createNotesCounter } from './sync/notesCounter.ts';
import { createOpeningStates } from './sync/openingStates.ts';
import { connectRedis } from './sync/redisLink.ts';
import { createShareWriter } from './sync/shareWriter.ts';

const VERSION = '0.1.0';
const CLIENT_FOLDER = fileURLToPath(new URL('../client/dist', import.meta.url));
const SAMPLE_FOLDER = fileURLToPath(new URL('../infra/sample-film', import.meta.url));
// What may be waited for at the end, within the time that the process has to stop: open requests, and what follows from
// changes (a snapshot by git among it). Neither is acknowledged work; the journal is waited for after them.
const DRAIN_MS = 1500;
const FOLLOW_MS = 1500;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  /** The port it listens on: the configured one, or a free one when that is 0. */
  readonly port: number;
  /** The link that makes the first owner, while there is none. */
  readonly setupUrl: string | undefined;
  /** Stops accepting, finishes what was accepted, and lets everything go, in that order. */
  stop(): Promise<void>;
}

/** What every part is built from. */
interface Ground {
  readonly configuration: CollabConfiguration;
  readonly log: Logger;
  readonly clock: () => number;
  readonly database: OpenDatabase;
}

/** Builds every part of the server from its configuration and listens. */
export async function startServer(
  configuration: CollabConfiguration,
  log: Logger,
  clock: () => number,
): Promise<RunningServer> {
  const onIdleError = (error: Error) => log.warn({ err: error, code: 'database.lost' }, 'a database connection broke');
  const database = openDatabase({ url: configuration.databaseUrl, onIdleError });
  await requireDatabase(database);
  const migrations = await migrate(database.kysely);
  if (migrations.length > 0) log.info({ migrations }, 'schema brought up to date');
  const parts = await buildParts({ configuration, log, clock, database });
  await parts.http.listen({ port: configuration.port, host: '0.0.0.0' });
  const token = await makeSetupToken(database.kysely, new Date(clock()));
  const { publicUrl } = configuration;
  return {
    url: publicUrl,
    port: portOf(parts.http) ?? configuration.port,
    setupUrl: token === undefined ? undefined : `${publicUrl}/setup?token=${token}`,
    async stop() {
      for (const stop of parts.stopInOrder) await stopPart(stop, log);
    },
  };
}

// One part that does not end well must not keep the next from ending in order.
async function stopPart(stop: () => Promise<unknown> | undefined, log: Logger): Promise<void> {
  try {
    await stop();
  } catch (error) {
    log.error({ err: error, code: 'stop.part' }, 'a part of the server did not end well');
  }
}

interface BuiltParts {
  readonly http: App;
  readonly stopInOrder: readonly (() => Promise<unknown> | undefined)[];
}

async function buildParts(ground: Ground): Promise<BuiltParts> {
  const { configuration, log, clock, database } = ground;
  const accounts = await buildAccounts(ground);
  const metrics = new Registry();
  const blobs = createBlobStore(configuration);
  const documents = buildSync(ground, accounts.desk, metrics);
  const { sync } = documents;
  const history = connectHistory({
    folder: join(configuration.dataFolder, 'repositories'),
    searchPath: configuration.searchPath,
    clock,
    log,
    pool: database.pool,
    blobs,
    reading: { database: database.kysely, writes: sync },
    onChanged: sync.onChanged,
  });
  const followers = follow(ground, sync);
  if (configuration.hasSample)
    await seedNewStudio({ folder: SAMPLE_FOLDER, database, blobs, history, sync, clock, log });
  const http = await createHttp({
    ...accounts,
    database: database.kysely,
    documents: createProjectDocuments(sync, followers.publishShare),
    openingStates: documents.openingStates,
    blobs,
    pipelines: loadPipelines(),
    history,
    metrics,
    log,
    clock,
    version: VERSION,
    publicUrl: configuration.publicUrl,
    linkKey: deriveSecret(configuration.secret, 'share links'),
    clientFolder: configuration.clientFolder ?? CLIENT_FOLDER,
  });
  http.server.on('upgrade', (request, socket, head) => sync.handleUpgrade(request, socket, head));
  const followed = { stop: () => Promise.all([followers.stop(), history.dispose()]) };
  const stopSweeping = sweepRegularly({ database: database.kysely, clock, log });
  const ending = [
    async () => stopSweeping(),
    () => documents.close(),
    () => accounts.accessChanges.close(),
    () => database.close(),
  ];
  return { http, stopInOrder: [...stopServing(http, followed, sync), ...ending] };
}

/** Documents with what only they need: the process that folds them, and connections on which edits wait behind no query. */
function buildSync({ configuration, log, clock, database }: Ground, access: AccessDesk, metrics: Registry) {
  const { databaseUrl, redisUrl } = configuration;
  const foldProcess = createFoldProcess({ databaseUrl });
  const onIdleError = (error: Error) => log.warn({ err: error, code: 'journal.lost' }, 'a journal connection broke');
  // Two that no longer answer would keep every edit waiting until the network gives them up, a quarter of an hour.
  const queryTimeoutMs = DEFAULT_LIMITS.appendTimeoutMs;
  const journalDatabase = openDatabase({ url: databaseUrl, maxConnections: 2, queryTimeoutMs, onIdleError });
  const sync = createSync({
    store: createPostgresJournal({ kysely: database.kysely, pool: journalDatabase.pool }),
    runFold: foldProcess.runFold,
    access,
    origins: originsOf(configuration),
    openRedis: redisUrl === undefined ? undefined : () => connectRedis(redisUrl),
    logger: log,
    clock,
    metrics,
  });
  const openingStates = createOpeningStates({
    readState: (documentName) => readFoldedState(database.kysely, documentName),
    readTailBytes: (documentName) => readTailBytes(database.kysely, documentName),
    fold: sync.fold,
    logger: log,
  });
  async function close(): Promise<void> {
    foldProcess.close();
    await journalDatabase.close();
  }
  return { sync, openingStates, close };
}

/** Requests end first, then what reads documents, then the documents, and only then whatever connection is left. */
function stopServing(
  http: App,
  followed: { stop(): Promise<unknown> },
  sync: Sync,
): readonly (() => Promise<unknown> | undefined)[] {
  const requests = countRequests(http);
  let closing: Promise<unknown> | undefined;
  return [
    async () => {
      // Not awaited yet: it also waits for the WebSockets, which end only with sync.
      closing = http.close();
      await requests.drained(DRAIN_MS);
    },
    () => Promise.race([followed.stop(), delay(FOLLOW_MS, undefined, { ref: false })]),
    () => sync.dispose(),
    () => {
      // Whoever does not answer the end of a WebSocket would hold the server for half a minute.
      requests.cutConnections();
      return closing;
    },
  ];
}

/** What follows from changes of documents: the list of projects, what guests see, and the count of notes. */
function follow({ log, clock, database }: Ground, sync: Sync) {
  const db = database.kysely;
  const activity = createProjectActivity(db);
  const projects = followProjects({ sync, reading: { database: db, writes: sync }, activity, clock, log });
  const shares = createShareWriter({ sync, db, clock, logger: log });
  const notes = createNotesCounter({ sync, logger: log });
  shares.publishAll().catch((error: unknown) => log.error({ err: error, code: 'share.behind' }, 'links may be behind'));
  return {
    publishShare: (linkId: string) => shares.publish(linkId),
    stop: () => Promise.all([projects.stop(), shares.stop(), notes.stop()]),
  };
}

async function buildAccounts({ configuration, log, clock, database }: Ground) {
  const { publicUrl, databaseUrl, secret, serviceKey } = configuration;
  const auth = createAuth(database.kysely, {
    secret: deriveSecret(secret, 'sessions'),
    publicUrl,
    // Wrong passwords and keys are people's mistakes, not the server's.
    onMessage: (level, message) => log.info({ code: 'accounts', severity: level }, message),
  });
  const callers = createCallers({ database: database.kysely, auth, serviceKey, clock });
  const accessChanges = await listenForAccessChanges({
    pool: database.pool,
    databaseUrl,
    onError: (error) => log.warn({ err: error, code: 'access.listen' }, 'changes of access are not heard just now'),
  });
  const desk = createAccessDesk({ database: database.kysely, callers, accessChanges, clock });
  return { auth, callers, accessChanges, desk };
}

/** The origins whose pages may connect: the public one, and on a machine of one's own all its names. */
function originsOf({ publicUrl }: CollabConfiguration): readonly string[] {
  const url = new URL(publicUrl);
  if (!LOOPBACK.has(url.hostname)) return [url.origin];
  return [...LOOPBACK].map((host) => `${url.protocol}//${host}${url.port ? `:${url.port}` : ''}`);
}

function portOf(http: App): number | undefined {
  const address = http.server.address();
  return typeof address === 'object' ? address?.port : undefined;
}
