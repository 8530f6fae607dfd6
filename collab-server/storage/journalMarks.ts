import { type Kysely, sql } from 'kysely';
import type { Database } from './database.ts';

/** How far a document's journal has come: the greatest id among rows that have settled, and when it was last folded. */
export interface JournalMark {
  readonly newestId: number;
  readonly foldedAt: number;
}

/** The mark of a document of which nothing is stored. */
export const NOTHING_STORED: JournalMark = Object.freeze({ newestId: 0, foldedAt: 0 });

/** Reads the marks of documents; only rows from before `settledAt` count, in milliseconds since 1970. */
export async function readMarks(
  db: Kysely<Database>,
  documents: readonly string[],
  settledAt: number,
): Promise<ReadonlyMap<string, JournalMark>> {
  const { rows } = await sql<{ document: string; newest: number | null; folded_at: Date | null }>`
    select named.document, state.folded_at,
      (select max(id) from journal where journal.document = named.document and at <= ${new Date(settledAt)}) as newest
    from unnest(${documents}::text[]) as named(document)
    left join document_states as state on state.document = named.document`.execute(db);
  return new Map(
    rows.map((row) => [row.document, { newestId: Number(row.newest ?? 0), foldedAt: row.folded_at?.getTime() ?? 0 }]),
  );
}

/** Reads the updates of a document's journal after one row and up to another, oldest first. */
export async function readUpdatesBetween(
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
