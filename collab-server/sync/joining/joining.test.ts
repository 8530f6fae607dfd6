import { randomUUID } from 'node:crypto';
import { addNodes, rootMap, startProject } from '@studio/shared/document';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { useSyncServer } from '../fixtures/useSyncServer.ts';
import { createWholeStates } from './wholeStates.ts';

// Clients and server share a process here: a moment may be long.
const bench = useSyncServer({ limits: { joinKeepMs: 30_000 } });
const soon = { timeout: 15_000 };

/** How many bytes of whole documents the server has encoded for joiners. */
async function encodedBytes(): Promise<number> {
  const metric = await bench.server().metrics.getSingleMetric('studio_sync_encoded_bytes_total')?.get();
  return metric?.values[0]?.value ?? 0;
}

/** A project with so many nodes in the journal, as if other clients had made them. */
async function storedProject(nodes: number): Promise<{ name: string; bytes: number }> {
  const name = `project/${randomUUID()}`;
  const doc = new Y.Doc();
  startProject(doc, 'A film');
  const made = Array.from({ length: nodes }, (_, at) => ({
    id: randomUUID(),
    type: 'shot',
    position: { x: at, y: 0 },
  }));
  addNodes(doc, made);
  const update = Buffer.from(Y.encodeStateAsUpdate(doc));
  const row = { document: name, author_kind: 'service', author_id: 'service', at: new Date(), update };
  await bench.database().kysely.insertInto('journal').values(row).execute();
  return { name, bytes: update.length };
}

/** The frame of an encoding holds the update and a few bytes of address. */
function expectOneEncoding(encoded: number, bytes: number): void {
  expect(encoded).toBeGreaterThan(bytes);
  expect(encoded).toBeLessThan(bytes + 100);
}

test('fifty clients without a copy cost one encoding, and all have everything', async () => {
  const { name, bytes } = await storedProject(2000);
  const before = await encodedBytes();
  const clients = Array.from({ length: 50 }, (_, at) => bench.open(at % 2 ? 'ada' : 'ben', name));
  await expect.poll(() => clients.every((client) => client.isSaved()), soon).toBe(true);
  expectOneEncoding((await encodedBytes()) - before, bytes);
  for (const { doc } of clients) expect(rootMap(doc, 'nodes').size).toBe(2000);
});

test('whoever joins while others edit has what came after the encoding too', async () => {
  const { name } = await storedProject(2000);
  const ada = bench.open('ada', name);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  for (let joined = 0; joined < 5; joined += 1) {
    rootMap(ada.doc, 'meta').set('title', `Title ${joined}`);
    const [first] = rootMap(ada.doc, 'nodes').keys();
    if (first !== undefined) rootMap(ada.doc, 'nodes').delete(first);
    await expect.poll(() => ada.isSaved(), soon).toBe(true);
    const ben = bench.open('ben', name);
    await expect.poll(() => ben.isSaved(), soon).toBe(true);
    expect(Y.encodeStateAsUpdate(ben.doc)).toEqual(Y.encodeStateAsUpdate(ada.doc));
  }
});

test('a small document is answered as ever, and an edit made before the answer survives it', async () => {
  const { name } = await storedProject(3);
  const before = await encodedBytes();
  const doc = new Y.Doc();
  rootMap(doc, 'meta').set('logline', 'written offline');
  const ada = bench.open('ada', name, { doc });
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  expect([rootMap(doc, 'nodes').size, rootMap(doc, 'meta').get('logline')]).toEqual([3, 'written offline']);
  expect(await encodedBytes()).toBe(before);
});

test('kept states are bounded together, and let go when nobody has joined for a moment', async () => {
  let encoded = 0;
  const states = createWholeStates({ onEncoded: () => (encoded += 1), keepMs: 80, keepBytes: 2500 });
  const docs = Array.from({ length: 3 }, () => {
    const doc = new Y.Doc();
    doc.getMap('words').set('long', 'x'.repeat(1000));
    return doc;
  });
  for (const doc of [...docs, ...docs.slice(1)]) states.of(doc, 'a');
  expect(encoded).toBe(3);
  const [oldest, , newest] = docs;
  if (!oldest || !newest) throw new Error('There are three.');
  states.of(oldest, 'a');
  expect(encoded).toBe(4);
  await expect.poll(() => states.of(newest, 'a') && encoded, { timeout: 5000, interval: 200 }).toBe(5);
});
