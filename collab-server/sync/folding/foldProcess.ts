import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Folded, RunFold } from './foldStored.ts';

/** What the process is asked. */
export interface FoldRequest {
  readonly id: number;
  readonly databaseUrl: string;
  readonly document: string;
  readonly at: number;
}

/** What the process answers. */
export interface FoldAnswer {
  readonly id: number;
  readonly outcome: { readonly folded: Folded } | { readonly error: Error };
}

/** A process that folds documents over a connection to the database of its own. */
export interface FoldProcess {
  readonly runFold: RunFold;
  /** Ends the process; a fold under way changes nothing. */
  close(): void;
}

/** How the process is started. It goes when nobody needed it for `idleMs`, and comes back when somebody does. */
export interface FoldProcessSettings {
  readonly databaseUrl: string;
  readonly idleMs?: number;
  /** What takes more than this fails its fold. */
  readonly heapMb?: number;
  /** A process that is asked and answers nothing for this long is ended: its connection may be one that never will. */
  readonly silentMs?: number;
  /** Another program, such as one that dies. */
  readonly program?: string;
}

const PROGRAM = fileURLToPath(new URL('./process/main.ts', import.meta.url));
const IDLE_MS = 5 * 60_000;
// Longer than the largest document takes. Without an end every later fold would wait, and documents stay in memory for them.
const SILENT_MS = 2 * 60_000;
// Enough for a document of the largest size that is allowed, as objects.
const HEAP_MB = 3072;

/**
 * Keeps folding off the event loop: building a document of thousands of nodes, and writing it down, takes longer than
 * others may wait for their edits. The process holds nothing of value: when it dies the folds under way fail, which leaves
 * their journals as they were, and the next fold starts another. A thread would take us with it when its heap is full.
 */
export function createFoldProcess(settings: FoldProcessSettings): FoldProcess {
  let running: Running | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;

  function close(): void {
    clearTimeout(idle);
    running?.child.kill('SIGKILL');
    running = undefined;
  }

  return {
    async runFold(document, at) {
      clearTimeout(idle);
      if (!running || running.hasEnded()) running = start(settings);
      const { pending } = running;
      try {
        lastId += 1;
        return await ask(running, { id: lastId, databaseUrl: settings.databaseUrl, document, at });
      } finally {
        clearTimeout(idle);
        if (pending.size === 0) idle = setTimeout(close, settings.idleMs ?? IDLE_MS).unref();
      }
    },
    close,
  };
}

interface Pending {
  readonly resolve: (folded: Folded) => void;
  readonly reject: (error: Error) => void;
}

interface Running {
  readonly child: ChildProcess;
  readonly pending: Map<number, Pending>;
  /** Waits for the next answer from now on, if one is due. */
  awaitAnswer(): void;
  hasEnded(): boolean;
}

function ask(running: Running, request: FoldRequest): Promise<Folded> {
  const { child, pending } = running;
  return new Promise((resolve, reject) => {
    pending.set(request.id, { resolve, reject });
    if (pending.size === 1) running.awaitAnswer();
    // That it has just died we hear by its end.
    child.send(request, () => undefined);
  });
}

function start(settings: FoldProcessSettings): Running {
  const child = fork(settings.program ?? PROGRAM, [], {
    execArgv: [`--max-old-space-size=${settings.heapMb ?? HEAP_MB}`],
    // Errors keep their causes.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // Whether we end is not for this process to say.
  child.unref();
  child.channel?.unref();
  const pending = new Map<number, Pending>();
  let hasEnded = false;
  let silence: NodeJS.Timeout | undefined;
  function awaitAnswer(): void {
    clearTimeout(silence);
    if (pending.size > 0) silence = setTimeout(() => child.kill('SIGKILL'), settings.silentMs ?? SILENT_MS).unref();
  }
  function fail(error: Error): void {
    hasEnded = true;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
    clearTimeout(silence);
  }
  child.on('message', ({ id, outcome }: FoldAnswer) => {
    const asked = pending.get(id);
    pending.delete(id);
    awaitAnswer();
    if ('folded' in outcome) asked?.resolve(outcome.folded);
    else asked?.reject(outcome.error);
  });
  child.on('error', (error) => fail(new Error('The process that folds journals broke.', { cause: error })));
  child.on('exit', (code, signal) => fail(new Error(`The process that folds journals ended (${signal ?? code}).`)));
  return { child, pending, awaitAnswer, hasEnded: () => hasEnded };
}
