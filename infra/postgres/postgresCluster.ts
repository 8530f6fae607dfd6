import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type GuardedProcess, startGuarded } from './guardedProcess.ts';
import type { PostgresBinaries } from './postgresBinaries.ts';
import { giveTo, unprivilegedUser } from './unprivileged.ts';

const SUPERUSER = 'studio';
const START_TIMEOUT_MS = 60_000;

export interface ClusterOptions {
  readonly binaries: PostgresBinaries;
  /** The cluster's own folder; made by `createCluster`. */
  readonly folder: string;
  readonly logFile: string;
  /** Without a password every local connection is trusted: for tests only. */
  readonly password?: string;
  /** Server settings, name to value. */
  readonly settings: Readonly<Record<string, string>>;
  readonly stopSignal: 'INT' | 'QUIT';
  /** A free one is taken when none is given. */
  readonly port?: number;
  /** A folder that goes when the server has gone. */
  readonly removeFolder?: string;
}

/** A running PostgreSQL server on a free port of the loopback interface. */
export interface PostgresCluster {
  readonly process: GuardedProcess;
  readonly port: number;
  /** Connection address of a database of this cluster. */
  url(database: string): string;
  stop(timeoutMs?: number): Promise<void>;
}

/** Makes a new cluster in `folder` (initdb), UTF-8 and C collation; a folder that is a cluster already is left as it is. Throws initdb's own words. */
export async function createCluster(options: Pick<ClusterOptions, 'binaries' | 'folder' | 'password'>): Promise<void> {
  const { binaries, folder, password } = options;
  if (existsSync(join(folder, 'PG_VERSION'))) return;
  const user = unprivilegedUser();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  giveTo(user, folder);
  const passwordFile = join(folder, '..', `.initdb-password-${process.pid}`);
  const args = [`--pgdata=${folder}`, `--username=${SUPERUSER}`, '--encoding=UTF8', '--no-locale', '--no-sync'];
  try {
    if (password === undefined) args.push('--auth=trust');
    else {
      writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
      giveTo(user, passwordFile);
      args.push('--auth=scram-sha-256', `--pwfile=${passwordFile}`);
    }
    const [command = binaries.initdb, ...rest] = [
      ...(user?.prefix([binaries.initdb, folder]) ?? []),
      binaries.initdb,
      ...args,
    ];
    await promisify(execFile)(command, rest, { cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' } });
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not create its cluster in ${folder}`, { cause });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Starts the cluster and waits until it takes connections. Throws with the end of its log when it does not. */
export async function startCluster(options: ClusterOptions): Promise<PostgresCluster> {
  const port = options.port ?? (await freePort());
  const { binaries, folder } = options;
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // Only TCP on loopback: a socket's path has a length limit that a deep data folder exceeds.
    unix_socket_directories: '',
    ...options.settings,
  };
  const user = unprivilegedUser();
  const leftBehind = readPidFile(folder);
  const [command = binaries.postgres, ...args] = [
    ...(user?.prefix([binaries.postgres, folder]) ?? []),
    binaries.postgres,
    '-D',
    folder,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const server = startGuarded({
    command,
    args,
    stopSignal: options.stopSignal,
    logFile: options.logFile,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    ...(options.removeFolder === undefined ? {} : { removeFolder: options.removeFolder }),
  });
  await waitUntilReady(server, options, leftBehind);
  return {
    process: server,
    port,
    url: (database) => clusterUrl({ port, password: options.password }, database),
    stop: (timeoutMs) => server.stop(timeoutMs),
  };
}

/** The connection address of a database of a cluster on this machine. */
export function clusterUrl(
  { port, password }: { readonly port: number; readonly password: string | undefined },
  database: string,
): string {
  const credentials = password === undefined ? SUPERUSER : `${SUPERUSER}:${encodeURIComponent(password)}`;
  return `postgres://${credentials}@127.0.0.1:${port}/${database}`;
}

/** PostgreSQL says in line 8 of postmaster.pid how far its start has come; a server that was killed leaves the file, which still says "ready". */
async function waitUntilReady(server: GuardedProcess, options: ClusterOptions, leftBehind: string): Promise<void> {
  let hasExited = false;
  void server.exited.finally(() => {
    hasExited = true;
  });
  for (let waitedMs = 0; waitedMs < START_TIMEOUT_MS; waitedMs += 20) {
    if (hasExited) break;
    const pidFile = readPidFile(options.folder);
    if (pidFile !== leftBehind && pidFile.split('\n')[7]?.trim() === 'ready') return;
    await delay(20);
  }
  await server.stop();
  const log = existsSync(options.logFile)
    ? readFileSync(options.logFile, 'utf8').trim().split('\n').slice(-5).join('\n')
    : '';
  throw new Error(`PostgreSQL did not start. The end of its log (${options.logFile}):\n${log}`);
}

function readPidFile(folder: string): string {
  const path = join(folder, 'postmaster.pid');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

// Below the range from which Linux gives outgoing connections their ports, so that none takes a free one meanwhile.
const PORTS = { first: 15_000, last: 32_767 } as const;

/** A TCP port that is free on loopback now. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(PORTS.first, PORTS.last + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`No TCP port from ${PORTS.first} to ${PORTS.last} seems free on loopback.`);
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
