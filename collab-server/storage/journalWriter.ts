import { type JournalEntry, type JournalStore, UnstorableValue } from './journalStore.ts';

/** What one commit took, for metrics. */
export interface JournalBatch {
  readonly entries: number;
  readonly bytes: number;
  readonly durationMs: number;
}

/** How the writer works; `timeoutMs` is how long a commit may take before its entries count as not stored. */
export interface JournalWriterSettings {
  readonly store: Pick<JournalStore, 'append'>;
  readonly clock: () => number;
  readonly timeoutMs?: number;
  readonly maxBatchEntries?: number;
  readonly onBatch?: (batch: JournalBatch) => void;
}

/** Appends to the journal. */
export interface JournalWriter {
  /** Resolves once the entry is durable, with its outbox rows in the same transaction; rejects when it may not be. */
  append(entry: JournalEntry): Promise<void>;
  /** Resolves when nothing is under way. */
  settle(): Promise<void>;
}

interface Waiting {
  readonly entry: JournalEntry;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** As many commits are under way at most. With one, what arrives during a commit would wait for the rest of it. */
const COMMITS_UNDER_WAY = 2;

/**
 * Groups what arrives during commits into the next: many writers cost one flush of the disk. Entries that are under way at
 * the same time never build on each other: nobody can build on what is not yet stored and shown.
 */
export function createJournalWriter(settings: JournalWriterSettings): JournalWriter {
  const maxEntries = settings.maxBatchEntries ?? 1000;
  const underWay = new Set<Promise<void>>();
  let waiting: Waiting[] = [];
  let isStarting = false;

  function start(): void {
    isStarting = false;
    while (waiting.length > 0 && underWay.size < COMMITS_UNDER_WAY) {
      const batch = waiting.slice(0, maxEntries);
      waiting = waiting.slice(maxEntries);
      const done = commit(settings, batch).finally(() => {
        underWay.delete(done);
        start();
      });
      underWay.add(done);
    }
  }

  return {
    append: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        if (isStarting || underWay.size >= COMMITS_UNDER_WAY) return;
        // What else arrives in this turn goes with it.
        isStarting = true;
        queueMicrotask(start);
      }),
    settle: async () => {
      while (underWay.size > 0 || waiting.length > 0) await Promise.all(underWay);
    },
  };
}

async function commit(settings: JournalWriterSettings, batch: readonly Waiting[]): Promise<void> {
  const entries = batch.map(({ entry }) => entry);
  const startedAt = settings.clock();
  try {
    await withTimeout(settings.store.append(entries), settings.timeoutMs ?? 15_000);
  } catch (error) {
    // The others must not pay for the one that cannot be stored.
    if (batch.length > 1 && error instanceof UnstorableValue) for (const one of batch) await commit(settings, [one]);
    else for (const one of batch) one.reject(error);
    return;
  }
  for (const one of batch) one.resolve();
  const bytes = entries.reduce((sum, entry) => sum + entry.update.length, 0);
  settings.onBatch?.({ entries: entries.length, bytes, durationMs: settings.clock() - startedAt });
}

// A commit that takes longer may still happen: the same update stored twice reads as once.
async function withTimeout(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The journal did not answer within ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
