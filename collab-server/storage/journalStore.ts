import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './database.ts';

/** What a document is stored as: its folded state, if any, and the journal rows after it, oldest first. */
export interface StoredDocument {
  readonly state: Uint8Array | undefined;
  readonly rows: readonly StoredRow[];
}

/** A row of the journal. */
export interface StoredRow {
  readonly id: number;
  readonly update: Uint8Array;
}

/** Reads a document in one snapshot of the database; an absent one has neither state nor rows. Throws when it cannot be read. */
export async function readDocument(
  db: Kysely<Database> | Transaction<Database>,
  document: string,
): Promise<StoredDocument> {
  // One statement, so that a fold by another server is seen wholly or not at all.
  const { rows } = await sql<{ id: number; update: Uint8Array }>`
    select 0::bigint as id, state as update from document_states where document = ${document}
    union all select id, update from journal where document = ${document} order by id`.execute(db);
  return { state: rows.find((row) => row.id === 0)?.update, rows: rows.filter((row) => row.id !== 0) };
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

/** Puts a state in the place of the state and rows it was folded from. Rows that came since stay. */
export async function replaceByState(
  transaction: Transaction<Database>,
  document: string,
  state: Uint8Array,
  foldedIds: readonly number[],
  at: number,
): Promise<void> {
  const row = { state: Buffer.from(state), folded_at: new Date(at) };
  await transaction
    .insertInto('document_states')
    .values({ document, ...row })
    .onConflict((conflict) => conflict.column('document').doUpdateSet(row))
    .execute();
  await sql`delete from journal where document = ${document} and id = any(${foldedIds}::bigint[])`.execute(transaction);
}

/** Appends an update of the server's own inside a transaction that holds the document's lock. */
export async function appendInside(
  transaction: Transaction<Database>,
  document: string,
  update: Uint8Array,
  at: number,
): Promise<void> {
  const row = { document, author_kind: 'service', author_id: 'service', at: new Date(at), update: Buffer.from(update) };
  await transaction.insertInto('journal').values(row).execute();
}
