import { randomUUID } from 'node:crypto';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { SCHEMA_VERSION } from '@studio/shared/document';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { ORIGIN } from './fixtures/testAccess.ts';
import { useSyncServer } from './fixtures/useSyncServer.ts';

const BEAT_MS = 100;
/** What a client of these tests takes for silence: less than any liveness of the product. */
const SILENCE_MS = 500;
const bench = useSyncServer();
const soon = { timeout: 8000 };

class OriginSocket extends WebSocket {
  constructor(address: string | URL) {
    super(address, { origin: ORIGIN });
  }
}

/** A client that shows nothing of itself, on a document in which nobody does anything; counts its connections. */
async function sitQuietly(url: string) {
  const socket = new HocuspocusProviderWebsocket({
    url: `${url}?schema=${SCHEMA_VERSION}`,
    WebSocketPolyfill: OriginSocket,
    delay: 50,
    minDelay: 20,
    messageReconnectTimeout: SILENCE_MS,
  });
  const name = `project/${randomUUID()}`;
  const provider = new HocuspocusProvider({ websocketProvider: socket, name, token: 'ada', document: new Y.Doc() });
  provider.awareness?.setLocalState(null);
  let connections = 0;
  socket.on('open', () => (connections += 1));
  provider.attach();
  await expect.poll(() => provider.synced, soon).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 4 * SILENCE_MS));
  provider.destroy();
  socket.destroy();
  return connections;
}

test('who shows nothing of themselves keeps their connection to a quiet document', async () => {
  const server = await bench.startServer({ limits: { beatMs: BEAT_MS } });
  expect(await sitQuietly(server.url)).toBe(1);
});

test('the control: of a server that does not beat, such a client thinks that it has gone, again and again', async () => {
  const server = await bench.startServer({ limits: { beatMs: 60_000 } });
  expect(await sitQuietly(server.url)).toBeGreaterThan(1);
});

test('a socket on which others edit is sent no beats', async () => {
  const server = await bench.startServer({ limits: { beatMs: BEAT_MS } });
  const name = `project/${randomUUID()}`;
  const [ada, ben] = [bench.open('ada', name, {}, server), bench.open('ben', name, {}, server)];
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  let beats = 0;
  const socket = ben.provider.configuration.websocketProvider;
  socket.on('message', ({ data }: { data: ArrayBuffer }) => {
    if (data.byteLength === 1) beats += 1;
  });
  const until = performance.now() + 5 * BEAT_MS;
  for (let edit = 0; performance.now() < until; edit += 1) {
    ada.doc.getMap('meta').set('title', `Edit ${edit}`);
    await new Promise((resolve) => setTimeout(resolve, BEAT_MS / 5));
  }
  expect(beats).toBe(0);
  await expect.poll(() => beats, soon).toBeGreaterThan(1);
});
