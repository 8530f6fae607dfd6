import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { appendEntries } from './appendEntries.ts';
import type { Database, OpenDatabase } from './database.ts';
import {
  type JournalMark,
  type JournalStore,
  type LockedDocument,
  type StoredDocument,
  type StoredRow,
} from './journalStore.ts';
import { probeJournal } from './probeJournal.ts';
import { openState, type StateEncoding } from './stateEncoding.ts';

/** The journal in PostgreSQL. */
export function createPostgresJournal({ kysely: db, pool }: Pick<OpenDatabase, 'kysely' | 'pool'>): JournalStore {
  return {
    append: (entries) => appendEntries(pool, entries),
    probe: () => probeJournal(pool),
    read: (document) => readDocument(db, document),
    readMarks: (documents, settledAt) => readMarks(db, documents, settledAt),
    readBetween: (document, afterId, upToId) => readBetween(db, document, afterId, upToId),
    withLock: (document, work) =>
      withDocumentLock(db, document, (transaction) => work(lockedDocument(transaction, document))),
  };
}

/** Runs `work` in a transaction that only one server at a time may have open for this document. */
export async function withDocumentLock<Value>(
  db: Kysely<Database>,
  document: string,
  work: (transaction: Transaction<Database>) => Promise<Value>,
): Promise<Value> {
  return db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${document}, 3))`.execute(transaction);
    await sql`set local synchronous_commit to on`.execute(transaction);
    return work(transaction);
  });
}

async function readDocument(db: Kysely<Database> | Transaction<Database>, document: string): Promise<StoredDocument> {
  // One statement, so that a fold by another server is seen wholly or not at all.
  const { rows } = await sql<StoredRow & { encoding: StateEncoding | null }>`
    select 0::bigint as id, state as update, encoding from document_states where document = ${document}
    union all select id, update, null from journal where document = ${document} order by id`.execute(db);
  const [first] = rows;
  if (!first?.encoding) return { state: undefined, rows };
  return { state: await openState(first.update, first.encoding), rows: rows.slice(1) };
}

/** A document's state as it lies in the database. `version` changes with each fold. */
export interface FoldedState {
  readonly bytes: Uint8Array;
  readonly encoding: StateEncoding;
  readonly version: string;
}

/** Reads the state that a document was last folded into, without the journal's rows after it; undefined when there is none. */
export async function readFoldedState(db: Kysely<Database>, document: string): Promise<FoldedState | undefined> {
  return db
    .selectFrom('document_states')
    .select(['state as bytes', 'encoding', 'version'])
    .where('document', '=', document)
    .executeTakeFirst();
}

/** Bytes of a document's journal that are not in its state. */
export async function readTailBytes(db: Kysely<Database>, document: string): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(octet_length(update)), 0)::float8 as bytes from journal where document = ${document}`.execute(
    db,
  );
  return rows[0]?.bytes ?? 0;
}

async function readMarks(
  db: Kysely<Database>,
  documents: readonly string[],
  settledAt: number,
): Promise<ReadonlyMap<string, JournalMark>> {
  const { rows } = await sql<{ document: string; newest: number | null; rows: number; folded_at: Date | null }>`
    select named.document, state.folded_at, settled.newest, settled.rows
    from unnest(${documents}::text[]) as named(document)
    cross join lateral (
      select max(id) as newest, count(*) as rows from journal
      where journal.document = named.document and at <= ${new Date(settledAt)}) as settled
    left join document_states as state on state.document = named.document`.execute(db);
  return new Map(
    rows.map(({ document, newest, rows: settled, folded_at }) => [
      document,
      { newestId: Number(newest ?? 0), rows: Number(settled), foldedAt: folded_at?.getTime() ?? 0 },
    ]),
  );
}

async function readBetween(
  db: Kysely<Database>,
  document: string,
  afterId: number,
  upToId: number,
): Promise<readonly Uint8Array[]> {
  const rows = await db
    .selectFrom('journal')
    .select('update')
    .where('document', '=', document)
    .where('id', '>', afterId)
    .where('id', '<=', upToId)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.update);
}

function lockedDocument(transaction: Transaction<Database>, document: string): LockedDocument {
  return {
    read: () => readDocument(transaction, document),
    async replaceByState(state, foldedIds, at) {
      const encoding: StateEncoding = 'v2-brotli';
      const row = { state: Buffer.from(state), encoding, version: randomUUID(), folded_at: new Date(at) };
      await transaction
        .insertInto('document_states')
        .values({ document, ...row })
        .onConflict((conflict) => conflict.column('document').doUpdateSet(row))
        .execute();
      await sql`delete from journal where document = ${document} and id = any(${foldedIds}::bigint[])`.execute(
        transaction,
      );
    },
    async append(update, at) {
      const author = { author_kind: 'service', author_id: 'service' };
      const row = { document, ...author, at: new Date(at), update: Buffer.from(update) };
      await transaction.insertInto('journal').values(row).execute();
    },
  };
}
