import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;

/** One process of the product, started as a container would start it. It ends when the process of the tests does. */
export interface ProductProcess {
  readonly name: string;
  readonly pid: number;
  /** What it said when it was ready. */
  readonly ready: Readonly<Record<string, unknown>>;
  readonly isRunning: boolean;
  /** All that it printed. */
  output(): string;
  /** Kills it with nothing said, as a machine that goes away. */
  kill(): Promise<void>;
  /** Asks it to end and waits; one that does not within 20 s is killed. */
  stop(): Promise<void>;
}

/** Starts a program of the repository and waits until it says that it is ready. Throws with what it printed when it does not. */
export async function startProcess(
  name: string,
  entry: string,
  environment: Readonly<Record<string, string>>,
): Promise<ProductProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(`../../${entry}`, import.meta.url))], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => printed.push(chunk.toString('utf8')));
  const output = () => printed.join('');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await untilReady(child, () => `${name} did not start:\n${output()}`);
  return {
    name,
    pid: child.pid ?? 0,
    ready,
    get isRunning() {
      return isRunning();
    },
    output,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      if (!isRunning()) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function untilReady(child: ChildProcess, problem: () => string): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const refuse = () => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(problem()));
    };
    const timer = setTimeout(refuse, READY_TIMEOUT_MS);
    child.once('exit', refuse);
    child.on('message', (message: { type?: string }) => {
      if (message.type !== 'ready') return;
      clearTimeout(timer);
      child.off('exit', refuse);
      resolve(message);
    });
  });
}
