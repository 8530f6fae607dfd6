import { randomUUID } from 'node:crypto';
import { type DocumentName, formatDocumentName, projectMeta, rootMap, updateMeta } from '@studio/shared/document';
import { fail, ok } from '@studio/shared/result';
import { expect, test } from 'vitest';
import type { JournalEntry } from '../storage/journalStore.ts';
import { createJournalWriter } from '../storage/journalWriter.ts';
import { createPostgresJournal } from '../storage/postgresJournal.ts';
import { useSyncServer } from './fixtures/useSyncServer.ts';

const bench = useSyncServer();
const soon = { timeout: 5000 };
const newProject = (): DocumentName => ({ kind: 'project', projectId: randomUUID() });

test('the server writes a document that nobody has open, and it is in the journal', async () => {
  const name = newProject();
  const { sync } = bench.server();
  expect(await sync.write(name, (doc) => updateMeta(doc, { title: 'Lighthouse' }))).toMatchObject({ ok: true });
  expect((await bench.journalOf(formatDocumentName(name))).map((row) => row.author_kind)).toEqual(['service']);
  expect(await sync.read(name, (doc) => projectMeta(doc).title)).toEqual({ ok: true, value: 'Lighthouse' });
  const second = await bench.startServer();
  expect(await second.sync.read(name, (doc) => projectMeta(doc).title)).toEqual({ ok: true, value: 'Lighthouse' });
});

test("writes reach those who have the document open, under the person's name", async () => {
  const name = newProject();
  const { sync } = bench.server();
  const ada = bench.open('ada', formatDocumentName(name));
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  const changes: unknown[] = [];
  const stop = sync.onChanged((document, authors) => {
    if (formatDocumentName(document) === formatDocumentName(name)) changes.push(authors);
  });
  const ben = { kind: 'member', id: 'ben', name: 'Ben' } as const;
  await Promise.all(['One', 'Two', 'Three'].map((title) => sync.write(name, (doc) => updateMeta(doc, { title }), ben)));
  await expect.poll(() => projectMeta(ada.doc).title, soon).toBe('Three');
  await expect.poll(() => changes, soon).toEqual([[ben]]);
  stop();
  // One client id for all of the server's writes: each new one would stay in the document for ever.
  expect(await sync.read(name, (doc) => doc.store.clients.size)).toEqual({ ok: true, value: 1 });
});

test('a refused command writes nothing, whatever it had begun', async () => {
  const name = newProject();
  const { sync } = bench.server();
  const refused = await sync.write(name, (doc) => {
    rootMap(doc, 'meta').set('title', 'Half');
    return fail('invalid', 'Changed my mind.');
  });
  expect(refused).toMatchObject({ ok: false, failure: { reason: 'invalid' } });
  expect(await bench.journalOf(formatDocumentName(name))).toEqual([]);
  expect(await sync.read(name, (doc) => rootMap(doc, 'meta').size)).toEqual({ ok: true, value: 0 });
});

test('what could not be stored is not shown, and the next write does not build on it', async () => {
  const real = createJournalWriter({ store: createPostgresJournal(bench.database()), clock: Date.now });
  const lost: JournalEntry[] = [];
  let isBroken = true;
  const append = async (entry: JournalEntry) => {
    // The worst case: stored, but the answer is lost.
    await real.append(entry);
    if (!isBroken) return;
    lost.push(entry);
    throw new Error('The connection broke.');
  };
  const server = await bench.startServer({ journal: { append, settle: () => real.settle() } });
  const name = newProject();
  const write = (title: string) => server.sync.write(name, (doc) => updateMeta(doc, { title }));
  expect(await write('Lost')).toMatchObject({ ok: false, failure: { reason: 'not-stored' } });
  expect(await server.sync.read(name, (doc) => rootMap(doc, 'meta').size)).toEqual({ ok: true, value: 0 });
  isBroken = false;
  expect(await write('Kept')).toMatchObject({ ok: true });
  const rows = await bench.journalOf(formatDocumentName(name));
  expect([lost.length, rows.length]).toEqual([1, 2]);
  const elsewhere = await bench.startServer();
  const title = await elsewhere.sync.read(name, (doc) => projectMeta(doc).title);
  expect(title.ok && ['Lost', 'Kept'].includes(title.value)).toBe(true);
  expect(await elsewhere.sync.read(name, (doc) => doc.store.clients.size)).toEqual({ ok: true, value: 2 });
});

test('a command that changes nothing stores nothing', async () => {
  const name = newProject();
  expect(await bench.server().sync.write(name, () => ok('same'))).toEqual({ ok: true, value: 'same' });
  expect(await bench.journalOf(formatDocumentName(name))).toEqual([]);
});
