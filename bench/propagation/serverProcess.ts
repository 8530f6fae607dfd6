import { fork, type ChildProcess } from 'node:child_process';

/** A server in a process of its own, so that its CPU time can be told from the load's. */
export interface ServerProcess {
  readonly pid: number;
  /** What it said when it was ready. */
  readonly ready: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Starts a TypeScript entry with an environment and waits for its `ready` message; throws with its last words otherwise. */
export async function startServerProcess(entry: URL, environment: NodeJS.ProcessEnv): Promise<ServerProcess> {
  const child = fork(entry, { env: environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const words: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => words.push(chunk.toString('utf8')));
  const ready = await new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
    child.on('message', (message: Record<string, unknown>) => message['type'] === 'ready' && resolve(message));
    child.once('exit', (code) =>
      reject(new Error(`${entry.pathname} ended with ${code}: ${words.join('').slice(-2000)}`)),
    );
  });
  return { pid: child.pid ?? 0, ready, stop: () => stopProcess(child) };
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}
