import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { embeddedBinaries } from '../postgres/postgresBinaries.ts';
import { clusterUrl, createCluster, type PostgresCluster, startCluster } from '../postgres/postgresCluster.ts';
import { commandLineOf, isAlive } from './processIdentity.ts';

const DATABASE = 'studio';
const ORPHAN_TIMEOUT_MS = 15_000;

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  readonly logFile: string;
  readonly password: string;
  /** The port of an earlier start, kept so that addresses stay true when the server is started again. */
  readonly port?: number;
}

// Modest memory: the database shares the machine with ffmpeg and a browser. Durability stays as PostgreSQL ships it.
const SETTINGS = {
  synchronous_commit: 'on',
  shared_buffers: '64MB',
  max_connections: '200',
  max_wal_size: '256MB',
  log_min_messages: 'warning',
  timezone: 'UTC',
};

/** The database's own folder within the data folder. */
function clusterFolder(dataFolder: string): string {
  return join(dataFolder, 'postgres');
}

/** Whether the data folder has a database already. */
export function hasEmbeddedPostgres(dataFolder: string): boolean {
  return existsSync(join(clusterFolder(dataFolder), 'PG_VERSION'));
}

/** Starts the PostgreSQL of a data folder, creating it the first time. Throws with the end of the server's log when it does not start. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<PostgresCluster> {
  const folder = clusterFolder(options.dataFolder);
  const binaries = embeddedBinaries();
  mkdirSync(join(options.dataFolder, 'logs'), { recursive: true });
  await stopOrphan(folder);
  await createCluster({ binaries, folder, password: options.password });
  const cluster = await startCluster({
    binaries,
    folder,
    logFile: options.logFile,
    password: options.password,
    settings: SETTINGS,
    stopSignal: 'INT',
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  await ensureDatabase(cluster);
  return cluster;
}

async function ensureDatabase(cluster: PostgresCluster): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url('postgres') });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** The address of the studio's database in its cluster. */
export function studioDatabaseUrl(cluster: PostgresCluster): string {
  return cluster.url(DATABASE);
}

/** The address of the database that runs on a data folder now, as its own file says; undefined when none does. */
export function runningDatabaseUrl(dataFolder: string, password: string): string | undefined {
  const pidFile = join(clusterFolder(dataFolder), 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  // PostgreSQL's order: process, folder, time of start, port.
  const [pid, , , port] = readFileSync(pidFile, 'utf8').split('\n');
  if (!isAlive(Number(pid))) return undefined;
  return clusterUrl({ port: Number(port), password }, DATABASE);
}

/**
 * Ends the server of a run that was killed, in order (fast shutdown), so that two never share the folder. Where the pid in its file has gone to
 * another program since, or still waits for its parent to notice its end, the file is removed: PostgreSQL would take that for a running server.
 */
async function stopOrphan(folder: string): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const isPostgres = () => isAlive(pid) && (commandLineOf(pid) ?? 'postgres').includes('postgres');
  if (!(pid > 0) || !isPostgres()) {
    rmSync(pidFile, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  for (let waitedMs = 0; isPostgres(); waitedMs += 50) {
    if (waitedMs > ORPHAN_TIMEOUT_MS) {
      throw new Error(`An earlier database server (process ${pid}) does not stop. End it and start again.`);
    }
    await delay(50);
  }
}
