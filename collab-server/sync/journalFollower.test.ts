import { randomUUID } from 'node:crypto';
import { rootMap } from '@studio/shared/document';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { startRedis, type TestRedis } from '../../infra/testing/index.ts';
import type { TestServer } from './fixtures/syncServer.ts';
import { useSyncServer } from './fixtures/useSyncServer.ts';
import { connectRedis } from './redisLink.ts';

const bench = useSyncServer();
const soon = { timeout: 8000 };
const limits = { appendTimeoutMs: 500, followIntervalMs: 100, foldRows: 3 };
let redis: TestRedis;
let server: TestServer;

beforeAll(async () => {
  redis = await startRedis();
  server = await bench.startServer({ openRedis: () => connectRedis(redis.url), limits });
});
afterAll(async () => {
  await server.sync.dispose();
  await redis.stop();
});

/** Journals an edit as a server does that dies before it passes it on. */
async function journalElsewhere(document: string, from: Y.Doc, title: string): Promise<void> {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
  const before = Y.encodeStateVector(doc);
  rootMap(doc, 'meta').set('title', title);
  const update = Buffer.from(Y.encodeStateAsUpdate(doc, before));
  const row = { document, author_kind: 'member', author_id: 'carl', at: new Date(), update };
  await bench.database().kysely.insertInto('journal').values(row).execute();
}

test('what another server acknowledged and never passed on comes from the journal, and is not journaled again', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name, {}, server);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  rootMap(ada.doc, 'meta').set('logline', 'By Ada');
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  await journalElsewhere(name, ada.doc, 'By Carl');
  await expect.poll(() => rootMap(ada.doc, 'meta').get('title'), soon).toBe('By Carl');
  expect((await bench.journalOf(name)).map((row) => row.author_id)).toEqual(['ada', 'carl']);
});

test('also when it was folded in between', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name, {}, server);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  rootMap(ada.doc, 'meta').set('logline', 'By Ada');
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  await journalElsewhere(name, ada.doc, 'By Carl');
  for (let edit = 0; edit < 4; edit += 1) {
    rootMap(ada.doc, 'meta').set('logline', `Edit ${edit}`);
    await expect.poll(() => ada.isSaved(), soon).toBe(true);
  }
  await expect.poll(async () => (await bench.journalOf(name)).length, soon).toBeLessThan(5);
  await expect.poll(() => rootMap(ada.doc, 'meta').get('title'), soon).toBe('By Carl');
});
