import 'fake-indexeddb/auto';
import { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { Server } from '@hocuspocus/server';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CopyDatabase } from '../offline/copyDatabase.ts';
import { copyName } from '../offline/deviceNames.ts';
import { DocumentConnection } from './documentConnection.ts';

const NAME = 'project/00000000-0000-4000-8000-000000000002';
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A server that refuses what builds on something that it lacks, as the studio's does. */
async function startServer() {
  const server = new Server({
    port: 0,
    address: '127.0.0.1',
    quiet: true,
    stopOnSignals: false,
    beforeSync: async ({ document, payload, type }) => {
      if (type === 0) return;
      const whole = new Y.Doc();
      Y.applyUpdate(whole, Y.encodeStateAsUpdate(document));
      Y.applyUpdate(whole, payload);
      if (whole.store.pendingStructs === null) return;
      refusals += 1;
      throw Object.assign(new Error('not-stored'), { code: 4205, reason: 'not-stored' });
    },
  });
  let refusals = 0;
  await server.listen();
  cleanUps.push(() => server.destroy());
  const words = () => (server.hocuspocus.documents.get(NAME) as Y.Doc | undefined)?.getMap('words').toJSON();
  return { port: server.address.port, words, refusals: () => refusals };
}

/** Writes a copy onto this device of which the middle row is lost: `first`, then nothing, then `later` that builds on it. */
async function keepCopyWithHole(personId: string): Promise<void> {
  const doc = new Y.Doc();
  const rows: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => rows.push(update));
  for (const key of ['first', 'lost', 'later']) doc.getMap('words').set(key, true);
  const database = await CopyDatabase.open(copyName(personId, NAME));
  for (const row of [rows[0], rows[2]]) if (row) await database.append(row);
  database.close();
}

async function rowsOf(personId: string): Promise<readonly Uint8Array[]> {
  const database = await CopyDatabase.open(copyName(personId, NAME));
  const { updates } = await database.read(0);
  database.close();
  return updates;
}

function open(port: number, personId: string, onIncomplete: (edits: Uint8Array) => Promise<void>) {
  const entries = new Map<string, string>();
  const socket = new HocuspocusProviderWebsocket({
    url: `ws://127.0.0.1:${port}`,
    delay: 50,
    minDelay: 20,
    maxDelay: 100,
  });
  const connection = new DocumentConnection({
    name: NAME,
    personId,
    tabId: crypto.randomUUID(),
    socket,
    counts: {
      getItem: (key) => entries.get(key) ?? null,
      setItem: (key, value) => void entries.set(key, value),
      removeItem: (key) => void entries.delete(key),
      key: (index) => [...entries.keys()][index] ?? null,
      get length() {
        return entries.size;
      },
    },
    onChange: () => undefined,
    onIncomplete,
    mostIncomplete: 2,
  });
  cleanUps.push(async () => {
    const closed = connection.close();
    socket.destroy();
    await closed;
  });
  return connection;
}

test('edits that build on a lost row of this copy are told of and kept, and all the others arrive', async () => {
  const server = await startServer();
  await keepCopyWithHole('mira');
  const kept: Uint8Array[] = [];
  let release = (): void => undefined;
  const isKept = new Promise<void>((resolve) => (release = resolve));
  const connection = open(server.port, 'mira', (edits) => {
    kept.push(edits);
    return isKept;
  });
  await connection.whenRead;
  connection.doc.getMap('words').set('now', true);
  await expect.poll(() => connection.isLive && connection.unsentEdits === 0, { timeout: 10_000 }).toBe(true);
  expect(server.words()).toEqual({ first: true, now: true });
  expect(server.refusals()).toBeGreaterThan(0);
  // Nothing leaves the copy before it is kept elsewhere.
  expect(kept).toHaveLength(1);
  const before = new Y.Doc();
  for (const row of await rowsOf('mira')) Y.applyUpdate(before, row);
  expect(before.store.pendingStructs).not.toBeNull();
  release();
  await expect.poll(async () => (await rowsOf('mira')).length, { timeout: 5000 }).toBe(1);
  const again = new Y.Doc();
  for (const row of await rowsOf('mira')) Y.applyUpdate(again, row);
  expect(again.store.pendingStructs).toBeNull();
  expect(again.getMap('words').toJSON()).toEqual({ first: true, now: true });
  // What is kept is all that was taken: with the lost row it would be whole.
  const taken = Y.decodeUpdate(kept[0] ?? new Uint8Array());
  expect(taken.structs.filter((struct) => struct instanceof Y.Item)).toHaveLength(1);
});
