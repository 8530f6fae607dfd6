import { OUTBOX_CHANNEL } from '@studio/shared/jobs';
import type pg from 'pg';
import { type JournalEntry, UnstorableValue } from './journalStore.ts';

// The setting holds for this transaction, whatever the server's default: an acknowledgement means durable.
const DURABLY = `(select set_config('synchronous_commit', 'on', true) as value) as mode`;
const STORE = `
  insert into journal (document, author_kind, author_id, at, update)
  select entry.document, entry.author_kind, entry.author_id, entry.at, entry.update
  from ${DURABLY}, unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::bytea[])
    with ordinality as entry(document, author_kind, author_id, at, update, position)
  order by entry.position`;

// Named statements are parsed and planned once a connection: that costs more than storing an edit does.
const APPEND = { name: 'journal.append', text: STORE };
const APPEND_WITH_OUTBOX = {
  name: 'journal.append-with-outbox',
  text: `
    with stored as (${STORE}),
    queued as (
      insert into outbox (project_id, kind, key, payload, at)
      select project_id, kind, key, payload, at
      from unnest($6::uuid[], $7::text[], $8::text[], $9::jsonb[], $10::timestamptz[])
        as row(project_id, kind, key, payload, at)
      on conflict (project_id, kind, key) do nothing
      returning id)
    select pg_notify('${OUTBOX_CHANNEL}', '') from queued limit 1`,
};

/**
 * Stores entries with their outbox rows. One statement is one transaction: journal, outbox and the notice to runners come
 * together or not at all. Rejects with `UnstorableValue` when the database cannot hold one of the values.
 */
export async function appendEntries(pool: pg.Pool, entries: readonly JournalEntry[]): Promise<void> {
  const values: unknown[] = [
    entries.map((entry) => entry.document),
    entries.map((entry) => entry.authorKind),
    entries.map((entry) => entry.authorId),
    entries.map((entry) => timeOf(entry.at)),
    entries.map((entry) => entry.update),
  ];
  const hasOutbox = entries.some((entry) => entry.outbox.length > 0);
  if (hasOutbox) values.push(...outboxColumns(entries));
  try {
    await pool.query({ ...(hasOutbox ? APPEND_WITH_OUTBOX : APPEND), values });
  } catch (error) {
    throw isAboutValues(error) ? new UnstorableValue(error) : error;
  }
}

function outboxColumns(entries: readonly JournalEntry[]): unknown[] {
  const rows = entries.flatMap((entry) => entry.outbox.map((row) => ({ ...row, at: entry.at })));
  return [
    rows.map((row) => row.projectId),
    rows.map((row) => row.kind),
    rows.map((row) => row.key),
    rows.map((row) => JSON.stringify(row.payload)),
    rows.map((row) => timeOf(row.at)),
  ];
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}

// Class 22: the database cannot hold one of the values.
function isAboutValues(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('22');
}
