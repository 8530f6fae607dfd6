import { randomUUID } from 'node:crypto';
import { projectMeta, rootMap, updateMeta } from '@studio/shared/document';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRedis, type TestRedis } from '../../infra/testing/index.ts';
import type { TestServer } from './fixtures/syncServer.ts';
import { useSyncServer } from './fixtures/useSyncServer.ts';
import { connectRedis } from './redisLink.ts';

const bench = useSyncServer();
const soon = { timeout: 8000 };
let redis: TestRedis;
let one: TestServer;
let two: TestServer;

beforeAll(async () => {
  redis = await startRedis();
  one = await bench.startServer({ openRedis: () => connectRedis(redis.url) });
  two = await bench.startServer({ openRedis: () => connectRedis(redis.url) });
});
afterAll(async () => {
  await Promise.all([one.sync.dispose(), two.sync.dispose()]);
  await redis.stop();
});

test('edits, presence, previews and server writes cross from one server to the other, each edit journaled once', async () => {
  const projectId = randomUUID();
  const name = `project/${projectId}`;
  const ada = bench.open('ada', name, {}, one);
  const ben = bench.open('ben', name, {}, two);
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  rootMap(ada.doc, 'meta').set('title', 'From one');
  await expect.poll(() => rootMap(ben.doc, 'meta').get('title'), soon).toBe('From one');
  rootMap(ben.doc, 'meta').set('logline', 'From two');
  await expect.poll(() => rootMap(ada.doc, 'meta').get('logline'), soon).toBe('From two');
  await two.sync.write({ kind: 'project', projectId }, (doc) => updateMeta(doc, { title: 'By the server' }));
  await expect.poll(() => projectMeta(ada.doc).title, soon).toBe('By the server');
  expect((await bench.journalOf(name)).map((row) => row.author_id)).toEqual(['ada', 'ben', 'service']);
  ben.provider.awareness?.setLocalStateField('cursor', 'here');
  await expect
    .poll(() => ada.provider.awareness?.getStates().get(ben.doc.clientID), soon)
    .toEqual({
      cursor: 'here',
      user: { id: 'ben', name: 'Name of ben', color: '#e05d44', colorLight: '#e05d4440', kind: 'member' },
    });
  ben.destroy();
  await expect.poll(() => ada.provider.awareness?.getStates().has(ben.doc.clientID), soon).toBe(false);
});

test('a preview crosses servers', async () => {
  const name = `project/${randomUUID()}/ledger`;
  const runner = bench.open('service', name, { schema: '', origin: '' }, one);
  const ada = bench.open('ada', name, {}, two);
  await expect.poll(() => runner.isSaved() && ada.isSaved(), soon).toBe(true);
  const preview = JSON.stringify({ type: 'preview', intentId: 'i1', mime: 'image/jpeg', base64: '/9j/' });
  runner.provider.sendStateless(preview);
  await expect.poll(() => ada.stateless, soon).toEqual([preview]);
});

test('servers that lost Redis for a moment hold the same afterwards, without a further edit', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name, {}, one);
  const ben = bench.open('ben', name, {}, two);
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  const admin = new Redis(redis.url);
  for (let round = 0; round < 5; round += 1) {
    await admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    rootMap(ada.doc, 'meta').set('title', `Round ${round}`);
    await expect.poll(() => rootMap(ben.doc, 'meta').get('title'), soon).toBe(`Round ${round}`);
  }
  admin.disconnect();
});

test('only the server that took a change tells of it', async () => {
  const name = `project/${randomUUID()}`;
  const told: string[] = [];
  one.sync.onChanged(() => void told.push('one'));
  two.sync.onChanged(() => void told.push('two'));
  const ada = bench.open('ada', name, {}, one);
  const ben = bench.open('ben', name, {}, two);
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  rootMap(ada.doc, 'meta').set('title', 'Once');
  await expect.poll(() => rootMap(ben.doc, 'meta').get('title'), soon).toBe('Once');
  await expect.poll(() => told, soon).toEqual(['one']);
});
