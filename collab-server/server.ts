import { join } from 'node:path';
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
import { createHttp } from './http/createHttp.ts';
import type { ProjectDocuments } from './projects/projectDocuments.ts';
import type { BlobStore } from './storage/blobs/blobStore.ts';
import { createDiskBlobStore } from './storage/blobs/diskBlobStore.ts';
import { createS3BlobStore } from './storage/blobs/s3BlobStore.ts';
import { openDatabase } from './storage/database.ts';
import { migrate } from './storage/migrate.ts';

const VERSION = '0.1.0';
const CLIENT_FOLDER = fileURLToPath(new URL('../client/dist', import.meta.url));

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  /** The link that makes the first owner, while there is none. */
  readonly setupUrl: string | undefined;
  /** Stops accepting, finishes what was accepted, and lets everything go, in that order. */
  stop(): Promise<void>;
}

/** Builds every part of the server from its configuration and listens. */
export async function startServer(
  configuration: CollabConfiguration,
  log: Logger,
  clock: () => number,
): Promise<RunningServer> {
  const { publicUrl, databaseUrl, secret, serviceKey } = configuration;
  const onIdleError = (error: Error) => log.warn({ err: error, code: 'database.lost' }, 'a database connection broke');
  const database = openDatabase({ url: databaseUrl, onIdleError });
  const migrations = await migrate(database.kysely);
  if (migrations.length > 0) log.info({ migrations }, 'schema brought up to date');
  const auth = createAuth(database.kysely, { secret: deriveSecret(secret, 'sessions'), publicUrl });
  const callers = createCallers({ database: database.kysely, auth, serviceKey, clock });
  const accessChanges = await listenForAccessChanges({ pool: database.pool, databaseUrl, onError: onIdleError });
  const desk = createAccessDesk({ database: database.kysely, callers, accessChanges, clock });
  const metrics = new Registry();
  const http = await createHttp({
    database: database.kysely,
    auth,
    callers,
    accessChanges,
    documents: withoutDocuments(),
    blobs: createBlobStore(configuration),
    pipelines: loadPipelines(),
    metrics,
    log,
    clock,
    version: VERSION,
    publicUrl,
    linkKey: deriveSecret(secret, 'share links'),
    clientFolder: CLIENT_FOLDER,
  });
  void desk;
  await http.listen({ port: configuration.port, host: '0.0.0.0' });
  const token = await makeSetupToken(database.kysely, new Date(clock()));
  return {
    url: publicUrl,
    setupUrl: token === undefined ? undefined : `${publicUrl}/setup?token=${token}`,
    async stop() {
      await http.close();
      await accessChanges.close();
      await database.close();
    },
  };
}

function createBlobStore(configuration: CollabConfiguration): BlobStore {
  const folder = join(configuration.dataFolder, 'blobs');
  if (!configuration.s3) return createDiskBlobStore(folder);
  return createS3BlobStore({ ...configuration.s3, incomingFolder: join(folder, 'incoming') });
}

function withoutDocuments(): ProjectDocuments {
  const done = async (): Promise<void> => undefined;
  return { create: done, rename: done, publishShare: done };
}
