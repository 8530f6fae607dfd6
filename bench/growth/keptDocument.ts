import { createPostgresJournal } from '../../collab-server/storage/postgresJournal.ts';
import { createJournalWriter } from '../../collab-server/storage/journalWriter.ts';
import type { OpenDatabase } from '../../collab-server/storage/database.ts';
import { createFolding } from '../../collab-server/sync/folding/folding.ts';
import { foldStored } from '../../collab-server/sync/folding/foldStored.ts';
import { DEFAULT_LIMITS } from '../../collab-server/sync/limits.ts';
import type * as Y from 'yjs';

/** What was written since the document was first stored, in bytes. */
export interface Written {
  /** Of edits as they were accepted. */
  readonly edits: number;
  /** Of states, by folding. */
  readonly states: number;
  readonly folds: number;
  /** Rows of the journal as they lie in its table. */
  readonly rows: number;
  /** Of PostgreSQL's own log, indexes and all included. */
  readonly log: number;
}

/** A document that the product's journal and folding keep, fed as fast as they go. */
export interface KeptDocument {
  /** Stores what was done since the last call, a few edits a commit, as people's edits arrive. */
  store(): Promise<void>;
  written(): Promise<Written>;
  /** Folds what is left. */
  fold(): Promise<void>;
}

const EDITS_A_COMMIT = 5;

/** Keeps a document from now on: first all that it holds, which counts as nothing written. */
export async function keepDocument(
  database: OpenDatabase,
  name: string,
  doc: Y.Doc,
  first: readonly Uint8Array[],
): Promise<KeptDocument> {
  const store = createPostgresJournal(database);
  const clock = () => 1;
  const journal = createJournalWriter({ store, clock });
  let failure: unknown;
  const counted = { edits: 0, states: 0, folds: 0, rows: 0 };
  const folding = createFolding({
    limits: DEFAULT_LIMITS,
    clock,
    logger: {
      error: ({ err }: { readonly err: unknown }) => {
        failure = err;
      },
    },
    onFolded: () => undefined,
    async runFold(document, at) {
      counted.rows += await bytesOfRows(database, document);
      const folded = await foldStored(store, document, at);
      counted.states += folded.stateBytes;
      counted.folds += 1;
      return folded;
    },
  });
  const waiting: Uint8Array[] = [...first];
  const append = async (update: Uint8Array) => {
    const author = { authorKind: 'member', authorId: 'vq3kXb81mPzYtR5uWc7LdN2sHfJa9GoE' };
    await journal.append({ document: name, ...author, at: clock(), update, outbox: [] });
    folding.count(name, 1, update.length);
  };
  const kept: KeptDocument = {
    async store() {
      while (waiting.length > 0) {
        const commit = waiting.splice(0, EDITS_A_COMMIT);
        await Promise.all(commit.map(append));
        counted.edits += commit.reduce((sum, update) => sum + update.length, 0);
        await folding.settle();
        if (failure !== undefined) throw new Error('A fold failed.', { cause: failure });
      }
    },
    async written() {
      const rows = counted.rows + (await bytesOfRows(database, name));
      return { ...counted, rows, log: (await logPosition(database)) - logStart };
    },
    fold: async () => void (await folding.fold(name)),
  };
  await kept.store();
  await kept.fold();
  Object.assign(counted, { edits: 0, states: 0, folds: 0, rows: 0 });
  await database.pool.query('checkpoint');
  const logStart = await logPosition(database);
  doc.on('update', (update: Uint8Array) => waiting.push(update));
  return kept;
}

async function bytesOfRows({ pool }: OpenDatabase, name: string): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    'select coalesce(sum(pg_column_size(journal.*)), 0)::bigint as bytes from journal where document = $1',
    [name],
  );
  return rows[0]?.bytes ?? 0;
}

async function logPosition({ pool }: OpenDatabase): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as bytes",
  );
  return rows[0]?.bytes ?? 0;
}
