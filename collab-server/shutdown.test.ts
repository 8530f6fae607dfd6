import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { addNode, rootMap } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { openDatabase } from './storage/database.ts';
import { createPostgresJournal } from './storage/postgresJournal.ts';
import { openClient } from './sync/fixtures/testClient.ts';
import { applyStored } from './sync/updates/applyStored.ts';
import { type ServerProcess, startServerProcess } from './testing/serverProcess.ts';

const EDITORS = 3;
const SHOTS_BEFORE_STOP = 40;

/** Adds shots without pause, and knows which of them were acknowledged. */
function startTyping(server: ServerProcess, document: string) {
  const url = `${server.base.replace('http', 'ws')}/collab`;
  const client = openClient(url, server.serviceKey, document, { schema: '', origin: '' });
  onTestFinished(() => client.destroy());
  const written: string[] = [];
  let acknowledged = 0;
  client.provider.on('unsyncedChanges', ({ number }: { number: number }) => {
    if (number === 0) acknowledged = written.length;
  });
  let isTyping = true;
  const typing = (async () => {
    while (isTyping) {
      const id = randomUUID();
      unwrap(addNode(client.doc, { id, type: 'shot', position: { x: 0, y: 0 } }));
      written.push(id);
      await delay(2);
    }
  })();
  return {
    client,
    written,
    acknowledged: () => written.slice(0, acknowledged),
    stop: async () => {
      isTyping = false;
      await typing;
    },
  };
}

test('a stop while people edit loses nothing that was acknowledged, and the rest arrives at the next start', async () => {
  const server = await startServerProcess();
  const database = openDatabase({ url: server.databaseUrl, onIdleError: () => undefined });
  onTestFinished(() => database.close());
  const id = randomUUID();
  const at = new Date();
  const row = { id, title: 'Film', poster: null, created_at: at, changed_at: at };
  await database.kysely.insertInto('projects').values(row).execute();
  const document = `project/${id}`;
  const editors = Array.from({ length: EDITORS }, () => startTyping(server, document));
  const isUnderWay = () => editors.every((editor) => editor.acknowledged().length > SHOTS_BEFORE_STOP);
  await expect.poll(isUnderWay, { timeout: 20_000 }).toBe(true);
  server.child.kill('SIGTERM');
  expect(await server.exited).toBe(0);
  const promised = editors.flatMap((editor) => editor.acknowledged());
  const stored = new Y.Doc();
  applyStored(stored, await createPostgresJournal(database).read(document));
  expect(promised.filter((shot) => !rootMap(stored, 'nodes').has(shot))).toEqual([]);

  for (const editor of editors) await editor.stop();
  await server.restart();
  const isSaved = () => editors.every((editor) => editor.client.isSaved());
  await expect.poll(isSaved, { timeout: 20_000 }).toBe(true);
  const all = editors.flatMap((editor) => editor.written);
  for (const { client } of editors) {
    await expect.poll(() => rootMap(client.doc, 'nodes').size, { timeout: 20_000 }).toBe(all.length);
  }
});
