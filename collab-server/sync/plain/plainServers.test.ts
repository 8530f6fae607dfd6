import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rootMap } from '@studio/shared/document';
import { afterEach, expect, test } from 'vitest';
import { startRedis } from '../../../infra/testing/index.ts';
import { createJournalWriter } from '../../storage/journalWriter.ts';
import { createPostgresJournal } from '../../storage/postgresJournal.ts';
import { openPlainClient, type PlainClient } from '../fixtures/plainClient.ts';
import type { TestServer } from '../fixtures/syncServer.ts';
import { useSyncServer } from '../fixtures/useSyncServer.ts';
import { connectRedis } from '../redisLink.ts';

const bench = useSyncServer();
const soon = { timeout: 10_000 };
const plainClients: PlainClient[] = [];

function openPlain(token: string, name: string, server: Pick<TestServer, 'url'> = bench.server()): PlainClient {
  const client = openPlainClient(server.url, token, name);
  plainClients.push(client);
  return client;
}

afterEach(() => {
  for (const client of plainClients.splice(0)) client.destroy();
});

test('nobody sees an edit of a plain client before the journal has it', async () => {
  const honest = createJournalWriter({ store: createPostgresJournal(bench.database()), clock: Date.now });
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isWaiting = false;
  const slow = await bench.startServer({
    journal: {
      ...honest,
      append: async (entry) => {
        isWaiting = true;
        await released;
        await honest.append(entry);
      },
    },
  });
  const name = `project/${randomUUID()}`;
  const [ada, ben] = [openPlain('ada', name, slow), bench.open('ben', name, {}, slow)];
  await expect.poll(() => ada.provider.synced && ben.isSaved(), soon).toBe(true);
  const seenWith: Promise<number>[] = [];
  ben.doc.on('update', () => seenWith.push(bench.journalOf(name).then((rows) => rows.length)));
  rootMap(ada.doc, 'meta').set('title', 'Durable first');
  await expect.poll(() => isWaiting, soon).toBe(true);
  // What the server says after the edit arrives without it.
  ben.provider.forceSync();
  ben.provider.awareness?.setLocalStateField('cursor', 'here');
  await expect.poll(() => ada.provider.awareness.getStates().has(ben.doc.clientID), soon).toBe(true);
  expect([rootMap(ben.doc, 'meta').size, await bench.journalOf(name)]).toEqual([0, []]);
  release();
  await expect.poll(() => rootMap(ben.doc, 'meta').get('title'), soon).toBe('Durable first');
  expect(await Promise.all(seenWith)).toEqual([1]);
});

test('across servers edits and presence go both ways between plain and Hocuspocus clients', async () => {
  const redis = await startRedis();
  const one = await bench.startServer({ openRedis: () => connectRedis(redis.url) });
  const two = await bench.startServer({ openRedis: () => connectRedis(redis.url) });
  const name = `project/${randomUUID()}`;
  const [ada, ben] = [openPlain('ada', name, one), bench.open('ben', name, {}, two)];
  const third = openPlain('ben', name, two);
  await expect.poll(() => ada.provider.synced && ben.isSaved() && third.provider.synced, soon).toBe(true);
  rootMap(ada.doc, 'meta').set('title', 'From a plain client on one');
  await expect.poll(() => rootMap(ben.doc, 'meta').get('title'), soon).toBe('From a plain client on one');
  rootMap(ben.doc, 'meta').set('logline', 'From two');
  const both = { title: 'From a plain client on one', logline: 'From two' };
  for (const { doc } of [ada, third]) await expect.poll(() => rootMap(doc, 'meta').toJSON(), soon).toEqual(both);
  ada.provider.awareness.setLocalStateField('cursor', 'of ada');
  await expect.poll(() => ben.provider.awareness?.getStates().get(ada.doc.clientID)?.cursor, soon).toBe('of ada');
  expect((await bench.journalOf(name)).map((row) => row.author_id)).toEqual(['ada', 'ben']);
  for (const client of plainClients) client.destroy();
  ben.destroy();
  await Promise.all([one.sync.dispose(), two.sync.dispose()]);
  await redis.stop();
});

test('after a restart of the server a plain client comes back by itself, with what it wrote meanwhile', async () => {
  const first = await bench.startServer();
  // A way to the server that stays at its address.
  let { sync } = first;
  const front = createServer();
  front.on('upgrade', (request, socket, head) => sync.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const url = `ws://127.0.0.1:${(front.address() as AddressInfo).port}/collab`;
  const name = `project/${randomUUID()}`;
  const ada = openPlain('ada', name, { url });
  rootMap(ada.doc, 'meta').set('title', 'Before');
  await expect.poll(async () => (await bench.journalOf(name)).length, soon).toBe(1);
  await first.stop();
  await expect.poll(() => ada.closes[0], soon).toEqual({ code: 1012, reason: 'restart' });
  rootMap(ada.doc, 'meta').set('logline', 'Meanwhile');
  const second = await bench.startServer();
  sync = second.sync;
  const ben = bench.open('ben', name, {}, second);
  const both = { title: 'Before', logline: 'Meanwhile' };
  await expect.poll(() => rootMap(ben.doc, 'meta').toJSON(), soon).toEqual(both);
  ada.destroy();
  await new Promise((resolve) => front.close(resolve));
});
