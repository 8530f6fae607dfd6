import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { embeddedBinaries } from '../postgres/postgresBinaries.ts';
import { createCluster, type PostgresCluster, startCluster } from '../postgres/postgresCluster.ts';
import { unprivilegedUser } from '../postgres/unprivileged.ts';

// As in production. The test clusters of the repository flush nothing, which would make a measurement of durability a lie.
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', shared_buffers: '32MB' };
const GONE_WITHIN_MS = 10_000;

/** A PostgreSQL that flushes to disk, can be killed, and comes back with what it had stored. */
export interface KillablePostgres {
  readonly url: string;
  /** kill -9 for every one of its processes at once; resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it in order, as an administrator does; resolves when it is gone. */
  shutDown(): Promise<void>;
  /** Starts it again, on the same port, where it recovers from its log if it has to. */
  restart(): Promise<void>;
  /** Stops all its processes where they are, as a disk that hangs does. */
  freeze(): void;
  /** Lets them go on. */
  thaw(): void;
  /**
   * Lets none of its files grow over so many bytes, or as they like: to whoever needs a page more the disk is full. For
   * this no rights are needed. Files of the log are 16 MB, so fewer bytes than that end the server.
   */
  limitFiles(bytes: number | 'unlimited'): void;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** Starts an empty one in a temporary folder, on a port; `settings` are others of the server than production's. */
export async function startKillablePostgres(
  port: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<KillablePostgres> {
  const root = mkdtempSync(join(tmpdir(), 'killable-postgres-'));
  const folder = join(root, 'cluster');
  mkdirSync(folder);
  const binaries = embeddedBinaries();
  await createCluster({ binaries, folder });
  const start = () =>
    startCluster({
      binaries,
      folder,
      port,
      logFile: join(root, 'postgres.log'),
      stopSignal: 'QUIT',
      settings: { ...DURABLE, ...settings },
    });
  const postmaster = () => Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
  let cluster: PostgresCluster = await start();
  return {
    url: cluster.url('postgres'),
    async kill() {
      const killed = killTree(postmaster());
      await cluster.process.exited;
      await untilGone(killed);
    },
    shutDown: () => cluster.stop(),
    async restart() {
      cluster = await start();
    },
    freeze: () => signalAll(postmaster(), 'SIGSTOP'),
    thaw: () => signalAll(postmaster(), 'SIGCONT'),
    limitFiles(bytes) {
      // As the user whose processes they are; and soft, so that it may be lifted again.
      const prefix: readonly string[] = unprivilegedUser()?.prefix([]) ?? [];
      for (const pid of processesOf(postmaster())) {
        const [command, ...args] = [...prefix, 'prlimit'];
        execFileSync(command, [...args, `--pid=${pid}`, `--fsize=${bytes}:`]);
      }
    },
    async stop() {
      await cluster.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

// The one that makes the others is halted first, so that none is born while they are counted.
function killTree(parent: number): readonly number[] {
  process.kill(parent, 'SIGSTOP');
  const children = childrenOf(parent);
  process.kill(parent, 'SIGKILL');
  for (const child of children) killIfThere(child);
  return children;
}

function childrenOf(parent: number): readonly number[] {
  return listProcesses().flatMap((one) => (one.parent === parent ? [one.pid] : []));
}

function processesOf(postmaster: number): readonly number[] {
  return [postmaster, ...childrenOf(postmaster)];
}

// The one that makes the others goes first, so that none is missed.
function signalAll(postmaster: number, signal: NodeJS.Signals): void {
  process.kill(postmaster, signal);
  for (const pid of childrenOf(postmaster)) process.kill(pid, signal);
}

// A killed process that is still ending holds the shared memory, and the next start would fail.
async function untilGone(pids: readonly number[]): Promise<void> {
  const deadline = performance.now() + GONE_WITHIN_MS;
  while (listProcesses().some(({ pid, isEnded }) => pids.includes(pid) && !isEnded)) {
    if (performance.now() > deadline) throw new Error(`PostgreSQL was killed and is there after ${GONE_WITHIN_MS} ms.`);
    await delay(5);
  }
}

interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  /** It has ended, and only its parent has not asked how. */
  readonly isEnded: boolean;
}

function listProcesses(): readonly ListedProcess[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => {
    const [pid, parent, state = ''] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), isEnded: state.startsWith('Z') };
  });
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
