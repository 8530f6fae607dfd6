import { randomUUID } from 'node:crypto';
import { MessageType } from '@hocuspocus/server';
import { rootMap } from '@studio/shared/document';
import { expect, test } from 'vitest';
import { useSyncServer } from './fixtures/useSyncServer.ts';

const bench = useSyncServer();

test('two clients edit one document, and each edit is in the journal with its author', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name);
  const ben = bench.open('ben', name);
  await expect.poll(() => ada.isSaved() && ben.isSaved(), { timeout: 5000 }).toBe(true);
  rootMap(ada.doc, 'meta').set('title', 'Lighthouse');
  await expect.poll(() => rootMap(ben.doc, 'meta').get('title'), { timeout: 5000 }).toBe('Lighthouse');
  rootMap(ben.doc, 'meta').set('logline', 'A keeper counts ships.');
  await expect.poll(() => rootMap(ada.doc, 'meta').get('logline'), { timeout: 5000 }).toBe('A keeper counts ships.');
  await expect.poll(() => ada.isSaved() && ben.isSaved(), { timeout: 5000 }).toBe(true);
  expect((await bench.journalOf(name)).map((row) => [row.author_kind, row.author_id])).toEqual([
    ['member', 'ada'],
    ['member', 'ben'],
  ]);
});

test('an edit made before the handshake ends, on top of offline edits, is saved with them', async () => {
  const name = `project/${randomUUID()}`;
  const offline = bench.open('ada', name);
  await expect.poll(() => offline.isSaved(), { timeout: 5000 }).toBe(true);
  const socket = offline.provider.configuration.websocketProvider;
  socket.disconnect();
  await expect.poll(() => offline.provider.isSynced, { timeout: 5000 }).toBe(false);
  rootMap(offline.doc, 'meta').set('title', 'Written on a train');
  offline.provider.on('open', () => {
    // At this moment the token is on its way; the server asks for offline edits later.
    setImmediate(() => rootMap(offline.doc, 'meta').set('title', 'Written at the station'));
  });
  const statuses: (number | undefined)[] = [];
  offline.provider.on('message', ({ event }: { event: { data: ArrayBuffer } }) => {
    const frame = new Uint8Array(event.data);
    if (frame[1 + name.length] === MessageType.SyncStatus) statuses.push(frame.at(-1));
  });
  void socket.connect();
  await expect.poll(() => offline.isSaved(), { timeout: 5000 }).toBe(true);
  const reader = bench.open('ben', name);
  await expect.poll(() => rootMap(reader.doc, 'meta').get('title'), { timeout: 5000 }).toBe('Written at the station');
  expect(offline.denials).toEqual([]);
  // "Refused" is what clients read in a status of 0.
  expect(statuses).not.toContain(0);
});

test('a document is the same after everybody left and the server forgot it', async () => {
  const name = `project/${randomUUID()}`;
  const writer = bench.open('ada', name);
  await expect.poll(() => writer.isSaved(), { timeout: 5000 }).toBe(true);
  for (let index = 0; index < 50; index += 1) rootMap(writer.doc, 'meta').set(`note${index % 7}`, index);
  await expect.poll(() => writer.isSaved(), { timeout: 5000 }).toBe(true);
  writer.destroy();
  await expect.poll(() => bench.server().sync.stats().documents, { timeout: 5000 }).toBe(0);
  const reader = bench.open('ben', name);
  await expect
    .poll(() => rootMap(reader.doc, 'meta').toJSON(), { timeout: 5000 })
    .toEqual(rootMap(writer.doc, 'meta').toJSON());
});
