import { type Kysely, sql } from 'kysely';
import { OUTBOX_CHANNEL, type OutboxRow } from '@studio/shared/jobs';
import type { Database } from './database.ts';

/** An intent or cancellation for the job-runner. */
export type OutboxEntry = Omit<OutboxRow, 'id'>;

/** An accepted update on its way to the journal. `at` is milliseconds since 1970. */
export interface JournalEntry {
  readonly document: string;
  readonly authorKind: string;
  readonly authorId: string;
  readonly at: number;
  readonly update: Uint8Array;
  readonly outbox: readonly OutboxEntry[];
}

/** What one commit took, for metrics. */
export interface JournalBatch {
  readonly entries: number;
  readonly bytes: number;
  readonly durationMs: number;
}

/** How the writer works; `timeoutMs` is how long a commit may take before its entries count as not stored. */
export interface JournalWriterSettings {
  readonly db: Kysely<Database>;
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

/** Groups what arrives during one commit into the next: many writers cost one flush of the disk. */
export function createJournalWriter(settings: JournalWriterSettings): JournalWriter {
  const maxEntries = settings.maxBatchEntries ?? 1000;
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxEntries);
      waiting = waiting.slice(maxEntries);
      await commit(settings, batch);
    }
    running = undefined;
  }

  return {
    append: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        running ??= Promise.resolve().then(run);
      }),
    settle: async () => {
      while (running) await running;
    },
  };
}

async function commit(settings: JournalWriterSettings, batch: readonly Waiting[]): Promise<void> {
  const entries = batch.map(({ entry }) => entry);
  const startedAt = settings.clock();
  try {
    await withTimeout(store(settings.db, entries), settings.timeoutMs ?? 15_000);
  } catch (error) {
    if (batch.length > 1 && isAboutValues(error)) for (const one of batch) await commit(settings, [one]);
    else for (const one of batch) one.reject(error);
    return;
  }
  for (const one of batch) one.resolve();
  const bytes = entries.reduce((sum, entry) => sum + entry.update.length, 0);
  settings.onBatch?.({ entries: entries.length, bytes, durationMs: settings.clock() - startedAt });
}

// Class 22: the database cannot hold one of the values. The others must not pay for it.
function isAboutValues(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('22');
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

// One statement is one transaction: journal, outbox and the notice to runners come together or not at all. The setting
// holds for this transaction, whatever the server's default: an acknowledgement means durable.
async function store(db: Kysely<Database>, entries: readonly JournalEntry[]): Promise<void> {
  const outbox = entries.flatMap((entry) => entry.outbox.map((row) => ({ ...row, at: entry.at })));
  const time = (at: number) => new Date(at).toISOString();
  await sql`
    with mode as (select set_config('synchronous_commit', 'on', true) as value),
    stored as (
      insert into journal (document, author_kind, author_id, at, update)
      select document, author_kind, author_id, at, update
      from unnest(
        ${entries.map((entry) => entry.document)}::text[], ${entries.map((entry) => entry.authorKind)}::text[],
        ${entries.map((entry) => entry.authorId)}::text[], ${entries.map((entry) => time(entry.at))}::timestamptz[],
        ${entries.map((entry) => entry.update)}::bytea[]
      ) as entry(document, author_kind, author_id, at, update)),
    queued as (
      insert into outbox (project_id, kind, key, payload, at)
      select project_id, kind, key, payload, at
      from unnest(
        ${outbox.map((row) => row.projectId)}::uuid[], ${outbox.map((row) => row.kind)}::text[],
        ${outbox.map((row) => row.key)}::text[], ${outbox.map((row) => JSON.stringify(row.payload))}::jsonb[],
        ${outbox.map((row) => time(row.at))}::timestamptz[]
      ) as row(project_id, kind, key, payload, at)
      on conflict (project_id, kind, key) do nothing
      returning id)
    select mode.value, (select pg_notify(${OUTBOX_CHANNEL}, '') from queued limit 1) from mode`.execute(db);
}
