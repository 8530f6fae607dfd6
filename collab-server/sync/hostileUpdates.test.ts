import { randomUUID } from 'node:crypto';
import { rootMap } from '@studio/shared/document';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { useSyncServer } from './fixtures/useSyncServer.ts';

const bench = useSyncServer({ limits: { updateBytes: 64 * 1024, heldUpdates: 500, heldBytes: 4 << 20 } });
const soon = { timeout: 10_000 };

/** Updates that each build on one that is never sent. */
function danglingUpdates(count: number): Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let index = 0; index <= count; index += 1) doc.getMap('meta').set('title', `${index}`.padEnd(400));
  return updates.slice(1);
}

test('thousands of updates that build on a missing one stop nobody, and nothing of them is kept', async () => {
  const projectId = randomUUID();
  const name = `project/${projectId}`;
  const ada = bench.open('ada', name);
  const ben = bench.open('ben', name);
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  const startedAt = performance.now();
  for (const update of danglingUpdates(2000)) ben.provider.documentUpdateHandler(update, 'test');
  rootMap(ada.doc, 'meta').set('title', 'Working on');
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(5000);
  const pending = await bench
    .server()
    .sync.read({ kind: 'project', projectId }, (doc) => [doc.store.pendingStructs, doc.store.pendingDs]);
  expect(pending).toEqual({ ok: true, value: [null, null] });
  expect((await bench.journalOf(name)).map((row) => row.author_id)).toEqual(['ada']);
});

test('an edit over the limit is refused with the reason', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  rootMap(ada.doc, 'meta').set('logline', 'x'.repeat(70_000));
  await expect.poll(() => ada.denials, soon).toEqual(['too-large']);
  expect(await bench.journalOf(name)).toEqual([]);
});

test('bytes that are no update end that document and nothing else', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name);
  const ben = bench.open('ben', name);
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  ben.provider.documentUpdateHandler(new Uint8Array([255, 255, 255, 255, 1]), 'test');
  await expect.poll(() => ben.denials, soon).toEqual(['invalid']);
  rootMap(ada.doc, 'meta').set('title', 'Still here');
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
});

test('a key that objects inherit from never reaches anybody', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name);
  const ben = bench.open('ben', name);
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  rootMap(ben.doc, 'meta').set('__proto__', { isOwner: true });
  await expect.poll(() => ben.denials, soon).toEqual(['invalid']);
  expect(rootMap(ada.doc, 'meta').size).toBe(0);
});
