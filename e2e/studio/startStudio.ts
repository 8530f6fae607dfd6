import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@studio/infra/testing';
import { killTree, processTree, stillRunning } from './processTree.ts';

const inRepository = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const SUPERVISOR = [inRepository('infra/start/main.ts')];
/** What `npm start` runs. */
const NPM_START = [inRepository('infra/start/bootstrap.mjs'), 'start'];
const CLIENT = inRepository('client/dist/index.html');
const START_TIMEOUT_MS = 120_000;

/** A whole studio as `npm start` runs it, on a data folder and port of its own. */
export interface Studio {
  readonly url: string;
  readonly dataFolder: string;
  /** The one-time link that makes the first owner; undefined once there is one. */
  readonly setupUrl: string | undefined;
  /** What it printed so far. */
  output(): string;
  /** The supervisor and every process below it, database and encoders included. */
  processes(): readonly number[];
  /** Ends it as Ctrl-C does; resolves when every process is gone. */
  stop(): Promise<void>;
  /** Kills the supervisor and all its children at once, as a power cut would. */
  kill(): Promise<void>;
  /** Removes the data folder. */
  remove(): void;
}

/** How a studio is started: on the folder and port of an earlier one, on a given folder, or fresh. */
export interface StudioOptions {
  readonly sample: boolean;
  readonly again?: Studio;
  /** A folder of the caller's, such as one that a backup was restored into. */
  readonly dataFolder?: string;
  /** By `npm start`, which looks after packages, programs and the built client first; else by the supervisor alone. */
  readonly isByNpmStart?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a studio and waits until it takes work. Throws with what it printed when it does not. */
export async function startStudio(options: StudioOptions): Promise<Studio> {
  if (!existsSync(CLIENT)) throw new Error('The client is not built. Run: npm run build');
  const dataFolder = options.again?.dataFolder ?? options.dataFolder ?? mkdtempSync(join(tmpdir(), 'e2e-studio-'));
  const port = options.again ? Number(new URL(options.again.url).port) : await freePort();
  const child = spawn(process.execPath, options.isByNpmStart ? NPM_START : SUPERVISOR, {
    // A process group of its own, so that Ctrl-C in the terminal of the tests does not reach it; it ends when the channel closes.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      PORT: String(port),
      STUDIO_DATA: dataFolder,
      STUDIO_SAMPLE: options.sample ? 'yes' : 'no',
      ...options.environment,
    },
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => printed.push(chunk.toString('utf8')));
  try {
    await readyBanner(child, printed);
  } catch (error) {
    await kill(child);
    if (!options.again) rmSync(dataFolder, { recursive: true, force: true });
    throw error;
  }
  const output = () => printed.join('');
  const setupUrl = /(http\S+\/setup\?token=\S+)/.exec(output())?.[1];
  return {
    url: `http://localhost:${port}`,
    dataFolder,
    setupUrl,
    output,
    processes: () => (child.pid === undefined ? [] : processTree(child.pid)),
    stop: () => stop(child),
    kill: () => kill(child),
    remove: () => rmSync(dataFolder, { recursive: true, force: true }),
  };
}

async function readyBanner(child: ChildProcess, printed: readonly string[]): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!printed.join('').includes('Production Canvas is ready.')) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`The studio did not start:\n${printed.join('')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function isRunning(child: ChildProcess): child is ChildProcess & { pid: number } {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function stop(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

async function kill(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const pids = killTree(child.pid);
  while (stillRunning(pids).length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}
