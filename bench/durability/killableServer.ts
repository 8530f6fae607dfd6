import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** What a server says when it takes work. */
export type Ready = Readonly<Record<string, unknown>>;

/** A server process that can be killed and started again. */
export interface KillableServer {
  /** What it said when it was last ready. */
  ready(): Ready;
  /** kill -9; resolves when it is gone. Throws when it had ended by itself, which a fault may not make it do. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Ends it, whatever state it is in. */
  stop(): Promise<void>;
}

interface Running {
  readonly child: ChildProcess;
  readonly ready: Ready;
  lastWords(): string;
}

/** Starts a TypeScript entry with an environment; throws with its last words when it does not get ready. */
export async function startKillableServer(entry: URL, environment: NodeJS.ProcessEnv): Promise<KillableServer> {
  let running = await launch(entry, environment);
  return {
    ready: () => running.ready,
    async kill() {
      const { child, lastWords } = running;
      if (hasEnded(child)) throw new Error(`The server had ended by itself: ${lastWords()}`);
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    async restart() {
      running = await launch(entry, environment);
    },
    async stop() {
      const { child } = running;
      if (hasEnded(child)) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function launch(entry: URL, environment: NodeJS.ProcessEnv): Promise<Running> {
  const child = fork(entry, { env: environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (words = (words + chunk.toString('utf8')).slice(-2000)));
  }
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.on('message', (message: Ready) => message['type'] === 'ready' && resolve(message));
    child.once('exit', (code) => reject(new Error(`${entry.pathname} ended with ${code}: ${words}`)));
  });
  return { child, ready, lastWords: () => words };
}
