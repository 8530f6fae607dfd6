import { randomUUID } from 'node:crypto';
import { rootMap } from '@studio/shared/document';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { createPostgresJournal } from '../../storage/postgresJournal.ts';
import { useSyncServer } from '../fixtures/useSyncServer.ts';
import { applyStored } from '../updates/applyStored.ts';

const bench = useSyncServer({ limits: { foldRows: 20, foldRowsOnUnload: 1 } });
const soon = { timeout: 10_000 };

async function storedDocument(name: string): Promise<Y.Doc> {
  const doc = new Y.Doc();
  applyStored(doc, await createPostgresJournal(bench.database()).read(name));
  return doc;
}

test('folding while two servers take edits loses none and leaves nothing behind', async () => {
  const name = `project/${randomUUID()}`;
  const second = await bench.startServer({ limits: { foldRows: 15, foldRowsOnUnload: 1 } });
  const ada = bench.open('ada', name);
  const ben = bench.open('ben', name, {}, second);
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  for (let index = 0; index < 150; index += 1) {
    rootMap(ada.doc, 'meta').set(`ada${index}`, index);
    rootMap(ben.doc, 'meta').set(`ben${index}`, index);
    // Each edit becomes a message and often a commit of its own.
    await new Promise((resolve) => setImmediate(resolve));
    if (index % 10 === 0) expect((await storedDocument(name)).store.pendingStructs).toBeNull();
  }
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  const stored = rootMap(await storedDocument(name), 'meta').toJSON();
  expect(stored).toEqual({ ...rootMap(ada.doc, 'meta').toJSON(), ...rootMap(ben.doc, 'meta').toJSON() });
  expect(Object.keys(stored)).toHaveLength(300);
  await expect.poll(async () => (await bench.journalOf(name)).length, soon).toBeLessThan(60);
  ada.destroy();
  ben.destroy();
  await expect.poll(() => second.sync.stats().documents + bench.server().sync.stats().documents, soon).toBe(0);
  await expect.poll(async () => (await bench.journalOf(name)).length, soon).toBe(0);
  expect(rootMap(await storedDocument(name), 'meta').toJSON()).toEqual(stored);
});
