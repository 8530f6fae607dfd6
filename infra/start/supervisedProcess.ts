import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { followLog, type LogLevel, openLog, shortForm } from './childLog.ts';

const STABLE_AFTER_MS = 60_000;
/** The pauses before each new start; after the last of them a child is given up. */
const BACK_OFF_MS = [500, 1000, 2000, 4000, 8000];

const readyMessage = z.object({
  type: z.literal('ready'),
  url: z.string().optional(),
  setupUrl: z.string().optional(),
});

/** What a child says when it takes work: the collab-server with its address and, before there is an owner, the link that makes one. */
export type ReadyMessage = z.infer<typeof readyMessage>;

export interface SupervisedOptions {
  /** As in logs and messages, such as "collab-server". */
  readonly name: string;
  /** The program to run, a TypeScript file. */
  readonly entry: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logFolder: string;
  readonly terminalLevel: LogLevel;
  readonly readyTimeoutMs: number;
  /** The pause before each new start within a minute; their number is how often it is tried. */
  readonly backOffMs?: readonly number[];
  /** Hears of each process that is started. */
  readonly onLaunched: (pid: number) => void;
  /** The child crashed again and again and is not started any more. */
  readonly onGivenUp: (reason: string) => void;
}

/** A child process that is started again when it crashes, with growing pauses, until it crashes too often. */
export class SupervisedProcess {
  private readonly options: SupervisedOptions;
  private child: ChildProcess | undefined;
  private isStopping = false;
  private crashes = 0;
  private restartTimer: NodeJS.Timeout | undefined;

  constructor(options: SupervisedOptions) {
    this.options = options;
  }

  get logFile(): string {
    return join(this.options.logFolder, `${this.options.name}.log`);
  }

  /** Starts the child and resolves with its ready message. Throws when it ends, or says nothing, before that. */
  async start(): Promise<ReadyMessage> {
    const { name, readyTimeoutMs } = this.options;
    const child = this.launch();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${name} was not ready after ${readyTimeoutMs / 1000} s. Its log: ${this.logFile}`));
      }, readyTimeoutMs);
      child.on('message', (message) => {
        const ready = readyMessage.safeParse(message);
        if (!ready.success) return;
        clearTimeout(timer);
        child.once('exit', (code, signal) => this.noteExit(signal ?? `code ${code}`));
        resolve(ready.data);
      });
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        reject(new Error(`${name} ended while it started (${signal ?? `code ${code}`}). Its log: ${this.logFile}`));
      });
    });
  }

  /** Asks the child to end and waits; after `timeoutMs` it is killed. */
  async stop(timeoutMs: number): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.restartTimer);
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const timer = setTimeout(() => {
      console.log(`${this.options.name} did not end within ${timeoutMs / 1000} s and was killed.`);
      child.kill('SIGKILL');
    }, timeoutMs);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(timer);
  }

  /** Ends the child at once. */
  kill(): void {
    this.isStopping = true;
    clearTimeout(this.restartTimer);
    this.child?.kill('SIGKILL');
  }

  private launch(): ChildProcess {
    const { name, entry, environment, terminalLevel } = this.options;
    // A process group of its own: Ctrl-C reaches the supervisor alone, which ends its children in order.
    const child = spawn(process.execPath, [entry], {
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    if (child.pid !== undefined) this.options.onLaunched(child.pid);
    const log = openLog(this.logFile);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) followLog(stream, log, (line) => shortForm(name, line, terminalLevel));
    }
    child.once('close', () => log.end());
    child.once('error', (error) => console.log(`${name} could not be started: ${error.message}`));
    return child;
  }

  private noteExit(how: string): void {
    if (this.isStopping) return;
    const { name } = this.options;
    this.crashes += 1;
    setTimeout(() => {
      this.crashes = Math.max(0, this.crashes - 1);
    }, STABLE_AFTER_MS).unref();
    const pauseMs = (this.options.backOffMs ?? BACK_OFF_MS)[this.crashes - 1];
    if (pauseMs === undefined) {
      this.options.onGivenUp(`${name} ended ${this.crashes} times within a minute (${how}). Its log: ${this.logFile}`);
      return;
    }
    console.log(`${name} ended (${how}) and starts again in ${pauseMs / 1000} s. Its log: ${this.logFile}`);
    this.restartTimer = setTimeout(() => {
      this.start().then(
        () => console.log(`${name} runs again.`),
        (error: unknown) => this.noteExit(error instanceof Error ? error.message : String(error)),
      );
    }, pauseMs);
  }
}
