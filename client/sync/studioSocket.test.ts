import { HocuspocusProvider, WebSocketStatus } from '@hocuspocus/provider';
import { Server } from '@hocuspocus/server';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { StudioSocket } from './studioSocket.ts';

const cleanUps: (() => unknown)[] = [];
const soon = { timeout: 5000, interval: 5 };

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface ServerEnd {
  close(code?: number, reason?: string): void;
}

/** A real server, and the sockets that it accepted, in order. */
async function startServer(): Promise<{ url: string; accepted: ServerEnd[] }> {
  const server = new Server({ port: 0, address: '127.0.0.1', quiet: true, stopOnSignals: false });
  const accepted: ServerEnd[] = [];
  const { hocuspocus } = server;
  const handle = hocuspocus.handleConnection.bind(hocuspocus);
  hocuspocus.handleConnection = (incoming, ...rest) => {
    accepted.push(incoming);
    return handle(incoming, ...rest);
  };
  await server.listen();
  cleanUps.push(() => server.destroy());
  return { url: `ws://127.0.0.1:${server.address.port}`, accepted };
}

async function join(url: string, clock = () => Date.now(), random = () => 0.99) {
  const socket = new StudioSocket({ url, clock, random });
  const provider = new HocuspocusProvider({ websocketProvider: socket, name: 'room', document: new Y.Doc() });
  const ends: number[] = [];
  provider.on('close', ({ event }: { event: { code: number } }) => ends.push(event.code));
  provider.attach();
  cleanUps.push(() => {
    provider.destroy();
    socket.destroy();
  });
  await expect.poll(() => provider.synced, soon).toBe(true);
  return { socket, provider, ends };
}

async function timeUntilBack(accepted: readonly ServerEnd[], end: () => void): Promise<number> {
  const before = accepted.length;
  const began = performance.now();
  end();
  await expect.poll(() => accepted.length, soon).toBe(before + 1);
  return performance.now() - began;
}

test('a server that restarts has its clients back at once; after a broken socket they come one after the other', async () => {
  const { url, accepted } = await startServer();
  const { provider } = await join(url);
  const restartedMs = await timeUntilBack(accepted, () => accepted.at(-1)?.close(1012, 'restart'));
  expect(restartedMs).toBeLessThan(300);
  await expect.poll(() => provider.synced, soon).toBe(true);
  const brokenMs = await timeUntilBack(accepted, () => accepted.at(-1)?.close(1011, 'broken'));
  expect(brokenMs).toBeGreaterThan(450);
  expect(brokenMs).toBeLessThan(900);
});

test('a socket that is silent for seven seconds is taken for dead, its documents hear of it, and another one is made', async () => {
  const { url, accepted } = await startServer();
  let aheadMs = 0;
  const { socket, ends } = await join(url, () => Date.now() + aheadMs);
  aheadMs = 4000;
  // Two checks, which find nothing.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect([socket.status, ends]).toEqual([WebSocketStatus.Connected, []]);
  aheadMs = 7100;
  await expect.poll(() => ends, soon).toEqual([4408]);
  aheadMs = 0;
  await expect.poll(() => accepted.length, soon).toBe(2);
});

test('the browser’s word that the network has gone ends the socket, and its word that it is back brings another', async () => {
  const listeners = new Map<string, () => void>();
  const page = {
    addEventListener: (name: string, listener: () => void) => void listeners.set(name, listener),
    removeEventListener: (name: string) => void listeners.delete(name),
  };
  Object.assign(globalThis, { window: page });
  cleanUps.push(() => Reflect.deleteProperty(globalThis, 'window'));
  const { url, accepted } = await startServer();
  const { provider, ends } = await join(url);
  listeners.get('offline')?.();
  expect(ends).toEqual([4408]);
  expect(provider.synced).toBe(false);
  const backMs = await timeUntilBack(accepted, () => listeners.get('online')?.());
  expect(backMs).toBeLessThan(300);
});
