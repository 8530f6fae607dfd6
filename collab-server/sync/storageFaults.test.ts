import { randomUUID } from 'node:crypto';
import { formatStorageNotice } from '@studio/shared/api';
import { rootMap } from '@studio/shared/document';
import { sql } from 'kysely';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createPostgresJournal, withDocumentLock } from '../storage/postgresJournal.ts';
import { useSyncServer } from './fixtures/useSyncServer.ts';

const bench = useSyncServer();
const soon = { timeout: 8000 };
const [FAILING, WELL] = [formatStorageNotice('failing'), formatStorageNotice('well')];

/** Takes a table away while `work` runs, as a database that fails would. */
async function without(table: 'journal' | 'outbox' | 'document_states', work: () => Promise<void>): Promise<void> {
  const { kysely } = bench.database();
  await sql`alter table ${sql.table(table)} rename to hidden`.execute(kysely);
  try {
    await work();
  } finally {
    await sql`alter table hidden rename to ${sql.table(table)}`.execute(kysely);
  }
}

test('a document that cannot be read is never shown as empty, and opens by itself when it can', async () => {
  const name = `project/${randomUUID()}`;
  const writer = bench.open('ada', name);
  await expect.poll(() => writer.isSaved(), soon).toBe(true);
  rootMap(writer.doc, 'meta').set('title', 'Kept');
  await expect.poll(() => writer.isSaved(), soon).toBe(true);
  writer.destroy();
  await expect.poll(() => bench.server().sync.stats().documents, soon).toBe(0);
  const readers = await new Promise<ReturnType<typeof bench.open>[]>((resolve, reject) => {
    void without('document_states', async () => {
      const opened = ['ada', 'ben'].map((token) => bench.open(token, name));
      await expect.poll(() => opened.every((reader) => reader.denials.includes('load-failed')), soon).toBe(true);
      expect(opened.map((reader) => reader.provider.isSynced)).toEqual([false, false]);
      const read = await bench.server().sync.read({ kind: 'project', projectId: name.slice(8) }, () => 'empty');
      expect(read).toMatchObject({ ok: false, failure: { reason: 'load-failed' } });
      resolve(opened);
    }).catch(reject);
  });
  for (const reader of readers) {
    await expect.poll(() => rootMap(reader.doc, 'meta').get('title'), soon).toBe('Kept');
  }
});

test('an edit that cannot be stored is neither seen nor acknowledged, and is saved when the database is back', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name);
  const ben = bench.open('ben', name);
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  await without('journal', async () => {
    rootMap(ada.doc, 'meta').set('title', 'Unstored');
    await expect.poll(() => [ada.stateless, ben.stateless], soon).toEqual([[FAILING], [FAILING]]);
    expect(ada.isSaved()).toBe(false);
    expect(rootMap(ben.doc, 'meta').has('title')).toBe(false);
  });
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  await expect.poll(() => rootMap(ben.doc, 'meta').get('title'), soon).toBe('Unstored');
  expect((await bench.journalOf(name)).map((row) => row.author_id)).toEqual(['ada']);
  expect([ada.closes, ben.closes, ada.stateless, ben.stateless]).toEqual([[], [], [FAILING, WELL], [FAILING, WELL]]);
});

test('a journal row without its outbox row does not exist', async () => {
  const projectId = randomUUID();
  const name = `project/${projectId}`;
  const ada = bench.open('ada', name);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  const intent = {
    kind: 'take',
    nodeId: 'n',
    seeds: [1],
    quality: 'low',
    requestedBy: { id: 'ada', name: 'Ada' },
    requestedAt: 1,
  };
  await without('outbox', async () => {
    rootMap(ada.doc, 'intents').set(randomUUID(), intent);
    await expect.poll(() => ada.stateless, soon).toEqual([FAILING]);
    expect(await bench.journalOf(name)).toEqual([]);
  });
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  const rows = await bench.database().kysely.selectFrom('outbox').selectAll().execute();
  expect(rows.filter((row) => row.project_id === projectId)).toMatchObject([{ kind: 'intent', payload: intent }]);
});

test('edits go on through lost connections of the database, each stored', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  for (let index = 0; index < 60; index += 1) {
    rootMap(ada.doc, 'meta').set(`edit${index}`, index);
    if (index % 20 === 10) await cutConnections();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => ada.isSaved(), { timeout: 15_000 }).toBe(true);
  const other = await bench.startServer();
  const projectId = name.slice('project/'.length);
  const stored = await other.sync.read({ kind: 'project', projectId }, (doc) => rootMap(doc, 'meta').size);
  expect(stored).toEqual({ ok: true, value: 60 });
});

test('a connection that is lost in the middle of a transaction fails that transaction, not the process', async () => {
  const { kysely } = bench.database();
  const work = withDocumentLock(kysely, `project/${randomUUID()}`, async (transaction) => {
    // Nothing is asked of it while it is cut: nobody waits for its answer.
    await cutConnections();
    await expect
      .poll(
        () =>
          sql`select 1`.execute(transaction).then(
            () => 'alive',
            () => 'lost',
          ),
        soon,
      )
      .toBe('lost');
    await sql`select 1`.execute(transaction);
  });
  await expect(work).rejects.toThrow(/terminat|not queryable|closed/i);
  await expect
    .poll(
      () =>
        sql`select 1`.execute(kysely).then(
          () => 'alive',
          () => 'lost',
        ),
      soon,
    )
    .toBe('alive');
});

async function cutConnections(): Promise<void> {
  const client = new pg.Client({ connectionString: bench.databaseUrl() });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}

test('one value that the database cannot hold does not fail the edits beside it', async () => {
  const { createJournalWriter } = await import('../storage/journalWriter.ts');
  const journal = createJournalWriter({ store: createPostgresJournal(bench.database()), clock: Date.now });
  const entry = (document: string) => ({
    document,
    authorKind: 'member',
    authorId: 'ada',
    at: Date.now(),
    update: new Uint8Array([0, 0]),
    outbox: [],
  });
  const document = `project/${randomUUID()}`;
  const results = await Promise.allSettled([document, 'a\u0000b', document].map((name) => journal.append(entry(name))));
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await bench.journalOf(document)).toHaveLength(2);
});
