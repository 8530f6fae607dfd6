import 'fake-indexeddb/auto';
import { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { Server } from '@hocuspocus/server';
import { afterEach, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { DocumentConnection } from './documentConnection.ts';
import type { CountStore } from './unsentLog.ts';

const NAME = 'project/00000000-0000-4000-8000-000000000001';
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface ServerBehaviour {
  /** Holds the answers to edits back until it resolves. */
  readonly gate?: (message: { readonly payload: Uint8Array }) => Promise<void>;
  /** Why the next connection of the document, made with a token, is refused; or nothing. */
  readonly refusal?: (token: string) => string | undefined;
}

/** A real server. */
async function startServer(
  port = 0,
  { gate = async () => undefined, refusal = () => undefined }: ServerBehaviour = {},
) {
  const server = new Server({
    port,
    address: '127.0.0.1',
    quiet: true,
    stopOnSignals: false,
    beforeSync: gate,
    onAuthenticate: async ({ token }) => {
      const reason = refusal(token);
      if (reason !== undefined) throw Object.assign(new Error(reason), { reason });
    },
  });
  const sockets = new Set<{ destroy(): void }>();
  server.httpServer.on('connection', (socket) => sockets.add(socket));
  await server.listen();
  // Hocuspocus leaves upgraded sockets open; a network that is gone does not.
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await server.destroy();
  };
  cleanUps.push(stop);
  const { port: actual } = server.address;
  const text = () => (server.hocuspocus.documents.get(NAME) as Y.Doc | undefined)?.getMap('nodes').toJSON();
  return { port: actual, stop, text };
}

function memoryCounts(): CountStore {
  const entries = new Map<string, string>();
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
    key: (index) => [...entries.keys()][index] ?? null,
    get length() {
      return entries.size;
    },
  };
}

function open(port: number, personId: string, counts = memoryCounts(), token?: string) {
  const url = `ws://127.0.0.1:${port}`;
  const socket = new HocuspocusProviderWebsocket({ url, delay: 50, minDelay: 20, maxDelay: 100 });
  const connection = new DocumentConnection({
    name: NAME,
    personId,
    tabId: crypto.randomUUID(),
    socket,
    counts,
    ...(token === undefined ? {} : { token }),
    onChange: () => undefined,
  });
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    const closed = connection.close();
    socket.destroy();
    await closed;
  };
  cleanUps.push(close);
  const edit = (key: string) => connection.doc.getMap('nodes').set(key, true);
  return { connection, edit, close };
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('It did not come to be within 10 s.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('an edit is unsent until the server has acknowledged it', async () => {
  const gates: (() => void)[] = [];
  let isHeld = false;
  const { port } = await startServer(0, {
    gate: () => (isHeld ? new Promise<void>((resolve) => gates.push(resolve)) : Promise.resolve()),
  });
  const { connection, edit } = open(port, 'slow');
  await until(() => connection.isLive);
  isHeld = true;
  edit('a');
  edit('b');
  await until(() => gates.length > 0);
  expect(connection.unsentEdits).toBe(2);
  isHeld = false;
  for (const release of gates) release();
  await until(() => connection.unsentEdits === 0);
});

test('edits without a server are counted, and delivered by the next exchange', async () => {
  const first = await startServer();
  const { connection, edit } = open(first.port, 'train');
  await until(() => connection.isLive);
  await first.stop();
  await until(() => !connection.isLive);
  for (const key of ['a', 'b', 'c']) edit(key);
  expect(connection.unsentEdits).toBe(3);
  const second = await startServer(first.port);
  await until(() => connection.unsentEdits === 0);
  expect(connection.isLive).toBe(true);
  expect(connection.delivered).toBe(3);
  expect(second.text()).toEqual({ a: true, b: true, c: true });
});

test('edits and their count survive a reload without a network', async () => {
  const { port, stop } = await startServer();
  await stop();
  const counts = memoryCounts();
  const before = open(port, 'reload', counts);
  await before.connection.whenRead;
  before.edit('kept');
  await before.close();
  const after = open(port, 'reload', counts);
  await after.connection.whenRead;
  expect(after.connection.doc.getMap('nodes').get('kept')).toBe(true);
  expect(after.connection.unsentEdits).toBe(1);
  const server = await startServer(port);
  await until(() => after.connection.unsentEdits === 0);
  expect(server.text()).toEqual({ kept: true });
});

test('what arrives from others is not my edit', async () => {
  const { port } = await startServer();
  const me = open(port, 'me');
  const colleague = open(port, 'colleague');
  await until(() => me.connection.isLive && colleague.connection.isLive);
  colleague.edit('theirs');
  await until(() => me.connection.doc.getMap('nodes').has('theirs'));
  expect(me.connection.unsentEdits).toBe(0);
});

test('a refusal that may pass is shown, and tried again until it does', async () => {
  let isBroken = true;
  const { port } = await startServer(0, { refusal: () => (isBroken ? 'load-failed' : undefined) });
  const { connection, edit } = open(port, 'patient');
  await until(() => connection.refusal === 'load-failed');
  edit('kept');
  expect(connection.unsentEdits).toBe(1);
  isBroken = false;
  await until(() => connection.unsentEdits === 0);
  expect(connection.refusal).toBeNull();
});

test('a refusal that stays is shown and keeps the edits here', async () => {
  const { port } = await startServer(0, { refusal: () => 'not-a-member' });
  const { connection, edit } = open(port, 'stranger');
  await until(() => connection.refusal === 'not-a-member');
  edit('kept');
  expect(connection.unsentEdits).toBe(1);
  expect(connection.isLive).toBe(false);
});

test('a guest says so, whoever else is signed in on this device', async () => {
  const refusal = (token: string) => (token === 'guest:link' ? undefined : 'signed-out');
  const { port } = await startServer(0, { refusal });
  const guest = open(port, 'guest', memoryCounts(), 'guest:link');
  const nobody = open(port, 'nobody');
  await until(() => guest.connection.isLive && nobody.connection.refusal === 'signed-out');
  expect(guest.connection.refusal).toBeNull();
});

test('a long time apart is larger than one message, and arrives in several, each of them awaited', async () => {
  const sizes: number[] = [];
  const limit = 4 * 1024 * 1024;
  const first = await startServer();
  const { connection } = open(first.port, 'traveller');
  await until(() => connection.isLive);
  await first.stop();
  await until(() => !connection.isLive);
  const words = 'fog and rain over the pier, '.repeat(1000);
  for (let index = 0; index < 220; index += 1) connection.doc.getMap('nodes').set(`n${index}`, words + index);
  let acknowledged = 0;
  connection.onAcknowledged = () => (acknowledged += 1);
  const second = await startServer(first.port, {
    gate: async ({ payload }) => {
      sizes.push(payload.length);
      if (payload.length > limit) throw new Error('too-large');
    },
  });
  await until(() => connection.unsentEdits === 0);
  expect(acknowledged).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(6_000_000);
  expect(Math.max(...sizes)).toBeLessThan(limit);
  expect(connection.delivered).toBe(220);
  expect(Object.keys(second.text() ?? {})).toHaveLength(220);
  // And so does one edit that is too large by itself, made while the wire is up.
  connection.doc.transact(() => {
    for (let index = 0; index < 220; index += 1) connection.doc.getMap('nodes').set(`m${index}`, words + index);
  });
  await until(() => connection.unsentEdits === 0);
  expect(Object.keys(second.text() ?? {})).toHaveLength(440);
});
