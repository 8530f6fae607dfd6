import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { treeCpuSeconds } from '../../harness/machineLoad.ts';
import type { MemoryUse } from './contender.ts';

/** What a server says when it takes work. */
export type Ready = Readonly<Record<string, unknown>>;

/** How a server is started: its entry, its environment, and the cores it may use (all when undefined), as taskset has them. */
export interface ServerCommand {
  readonly entry: URL;
  readonly environment: NodeJS.ProcessEnv;
  readonly cores: string | undefined;
}

/** A server in a process of its own, so that its CPU time and memory can be told from the load's. */
export interface ServerProcess {
  readonly ready: Ready;
  /** CPU seconds so far, with those of the processes that it started. */
  cpuSeconds(): number;
  /** What it holds after a forced collection. */
  memory(): Promise<MemoryUse>;
  /** Ends it, at once and unasked when it is to be `killed`. */
  stop(how?: 'asked' | 'killed'): Promise<void>;
}

const PROBE = fileURLToPath(new URL('./memoryProbe.ts', import.meta.url));
const STOP_WITHIN_MS = 10_000;

/** Starts a TypeScript entry and waits for its `ready` message; throws with its last words otherwise. */
export async function startServerProcess({ entry, environment, cores }: ServerCommand): Promise<ServerProcess> {
  const node = [process.execPath, '--expose-gc', '--import', PROBE, fileURLToPath(entry)];
  // taskset becomes the program it starts, so the process keeps its id.
  const [command = '', ...args] = cores === undefined ? node : ['taskset', '-c', cores, ...node];
  const child = spawn(command, args, {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'json',
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (words = (words + chunk.toString('utf8')).slice(-2000)));
  }
  const pid = child.pid ?? 0;
  return {
    ready: await message(child, 'ready', () => words),
    cpuSeconds: () => treeCpuSeconds(pid),
    async memory() {
      const answer = message(child, 'memory', () => words);
      child.send({ type: 'memory' });
      const { rss, heap } = await answer;
      return { rss: Number(rss), heap: Number(heap) };
    },
    stop: (how = 'asked') => stop(child, how),
  };
}

function message(child: ChildProcess, type: string, words: () => string): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const onMessage = (said: Ready) => {
      if (said['type'] !== type) return;
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(said);
    };
    const onExit = (code: number | null) => reject(new Error(`A server ended with ${code}: ${words()}`));
    child.on('message', onMessage);
    child.once('exit', onExit);
  });
}

async function stop(child: ChildProcess, how: 'asked' | 'killed'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(how === 'asked' ? 'SIGTERM' : 'SIGKILL');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
