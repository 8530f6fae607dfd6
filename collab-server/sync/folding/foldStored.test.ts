import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { TestDatabase } from '../../../infra/testing/index.ts';
import { openDatabase, type OpenDatabase } from '../../storage/database.ts';
import { packState } from '../../storage/stateEncoding.ts';
import type { JournalStore } from '../../storage/journalStore.ts';
import { createPostgresJournal, readFoldedState } from '../../storage/postgresJournal.ts';
import { createSyncDatabase } from '../fixtures/syncServer.ts';
import { applyStored } from '../updates/applyStored.ts';
import { type EncodeState, encodeState, foldStored } from './foldStored.ts';

let scratch: TestDatabase;
let database: OpenDatabase;
let journal: JournalStore;
beforeAll(async () => {
  scratch = await createSyncDatabase();
  database = openDatabase({ url: scratch.url });
  journal = createPostgresJournal(database);
});
afterAll(async () => {
  await database.close();
  await scratch.drop();
});

/** A document of two people that sets, replaces and removes, and its updates in the order in which they were made. */
function writeDocument(edits: number): { doc: Y.Doc; updates: readonly Uint8Array[] } {
  const [doc, other] = [new Y.Doc(), new Y.Doc()];
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let index = 0; index < edits; index += 1) {
    doc.getMap('nodes').set(`node${index}`, new Y.Map([['x', index]]));
    doc.getMap('meta').set('title', `Title ${index}`);
    if (index % 3 === 0) doc.getMap('nodes').delete(`node${index}`);
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    other.getMap('meta').set('logline', `Line ${index}`);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)));
  }
  return { doc, updates };
}

async function journalise(name: string, updates: readonly Uint8Array[]): Promise<void> {
  const rows = updates.map((update) => ({
    document: name,
    author_kind: 'member',
    author_id: 'ada',
    at: new Date(1),
    update: Buffer.from(update),
  }));
  await database.kysely.insertInto('journal').values(rows).execute();
}

async function stored(name: string): Promise<unknown> {
  const doc = new Y.Doc();
  applyStored(doc, await journal.read(name));
  return { nodes: doc.getMap('nodes').toJSON(), meta: doc.getMap('meta').toJSON() };
}

test('a fold keeps the content, takes the rows away and changes the version', async () => {
  const name = `project/${randomUUID()}`;
  const { doc, updates } = writeDocument(12);
  const content = { nodes: doc.getMap('nodes').toJSON(), meta: doc.getMap('meta').toJSON() };
  await journalise(name, updates.slice(0, 20));
  expect(await readFoldedState(database.kysely, name)).toBeUndefined();
  expect(await foldStored(journal, name, 2)).toMatchObject({ rows: 20 });
  const first = await readFoldedState(database.kysely, name);
  await journalise(name, updates.slice(20));
  expect(await stored(name)).toEqual(content);
  await foldStored(journal, name, 2);
  const second = await readFoldedState(database.kysely, name);
  expect([first?.encoding, second?.encoding]).toEqual(['v2-brotli', 'v2-brotli']);
  expect(first?.version).not.toBe(second?.version);
  expect(await stored(name)).toEqual(content);
  expect((await journal.read(name)).rows).toEqual([]);
});

test('a state written before states were compressed is read and folded', async () => {
  const name = `project/${randomUUID()}`;
  const { doc, updates } = writeDocument(6);
  const old = new Y.Doc();
  for (const update of updates.slice(0, 10)) Y.applyUpdate(old, update);
  const state = Buffer.from(Y.encodeStateAsUpdate(old));
  await database.kysely
    .insertInto('document_states')
    .values({ document: name, state, folded_at: new Date(1) })
    .execute();
  expect(await readFoldedState(database.kysely, name)).toMatchObject({ encoding: 'v1' });
  await journalise(name, updates.slice(10));
  const content = { nodes: doc.getMap('nodes').toJSON(), meta: doc.getMap('meta').toJSON() };
  expect(await stored(name)).toEqual(content);
  await foldStored(journal, name, 2);
  expect(await stored(name)).toEqual(content);
  expect(await readFoldedState(database.kysely, name)).toMatchObject({ encoding: 'v2-brotli' });
});

// The controls: folds with one fault each, which the check must find.
const isOfDeletion = (update: Uint8Array) => Y.decodeUpdate(update).ds.clients.size > 0;
const reversed = <Value>(values: readonly Value[]) => [...values].reverse();
const sabotaged: readonly [string, EncodeState][] = [
  ['drops the last row', ({ state, rows }) => encodeState({ state, rows: rows.slice(0, -1) })],
  ['drops the first row', ({ state, rows }) => encodeState({ state, rows: rows.slice(1) })],
  ['forgets the state', ({ rows }) => encodeState({ state: undefined, rows })],
  [
    'forgets a deletion',
    ({ state, rows }) => {
      const last = reversed(rows).find((row) => isOfDeletion(row.update));
      const without = rows.filter((row) => row !== last);
      return encodeState({ state, rows: without });
    },
  ],
  [
    'adds what nobody wrote',
    (whole) => {
      const doc = new Y.Doc();
      applyStored(doc, whole);
      doc.getMap('meta').set('invented', true);
      return packState(Y.encodeStateAsUpdateV2(doc));
    },
  ],
];

test.each(sabotaged)('a fold that %s is refused and changes nothing', async (_fault, encode) => {
  const name = `project/${randomUUID()}`;
  const { updates } = writeDocument(7);
  await journalise(name, updates.slice(0, 5));
  await foldStored(journal, name, 2);
  await journalise(name, updates.slice(5));
  // One that only deletes, so that no clock tells that it is missing.
  const doc = new Y.Doc();
  applyStored(doc, await journal.read(name));
  const before = Y.encodeStateVector(doc);
  doc.getMap('nodes').delete('node1');
  await journalise(name, [Y.encodeStateAsUpdate(doc, before)]);
  const content = await stored(name);
  const rowCount = (await journal.read(name)).rows.length;
  await expect(foldStored(journal, name, 3, encode)).rejects.toThrow(/^The state /);
  expect(await stored(name)).toEqual(content);
  expect((await journal.read(name)).rows).toHaveLength(rowCount);
});

test('what builds on an edit that is not stored is not folded', async () => {
  const name = `project/${randomUUID()}`;
  const { updates } = writeDocument(3);
  await journalise(name, [updates[0]!, ...updates.slice(2)]);
  await expect(foldStored(journal, name, 2)).rejects.toThrow(/^The state has client/);
  expect(await readFoldedState(database.kysely, name)).toBeUndefined();
});
