import { randomUUID } from 'node:crypto';
import { rootMap } from '@studio/shared/document';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ORIGIN } from '../fixtures/testAccess.ts';
import { openPlainClient, type PlainClient, type PlainClientOptions } from '../fixtures/plainClient.ts';
import { useSyncServer } from '../fixtures/useSyncServer.ts';
import { PlainSocket } from './plainSocket.ts';

const bench = useSyncServer();
const soon = { timeout: 8000 };
const plainClients: PlainClient[] = [];

function openPlain(token: string, name: string, options?: PlainClientOptions): PlainClient {
  const client = openPlainClient(bench.server().url, token, name, options);
  plainClients.push(client);
  return client;
}

afterEach(() => {
  for (const client of plainClients.splice(0)) client.destroy();
});

test('a y-websocket client and a Hocuspocus client hold the same, whoever edits, online or before it came', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name);
  rootMap(ada.doc, 'meta').set('title', 'Before');
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  const ben = openPlain('ben', name);
  rootMap(ben.doc, 'meta').set('logline', 'Offline');
  await expect.poll(() => ben.provider.synced, soon).toBe(true);
  await expect.poll(() => rootMap(ada.doc, 'meta').toJSON(), soon).toEqual({ title: 'Before', logline: 'Offline' });
  rootMap(ben.doc, 'meta').set('title', 'By y-websocket');
  await expect.poll(() => rootMap(ada.doc, 'meta').get('title'), soon).toBe('By y-websocket');
  rootMap(ada.doc, 'meta').set('title', 'By Hocuspocus');
  await expect.poll(() => rootMap(ben.doc, 'meta').toJSON(), soon).toEqual(rootMap(ada.doc, 'meta').toJSON());
  expect((await bench.journalOf(name)).map((row) => row.author_id)).toEqual(['ada', 'ben', 'ben', 'ada']);
  expect(ben.closes).toEqual([]);
});

test('presence goes both ways, in the name that the server knows, and ends with the socket', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name);
  const ben = openPlain('ben', name);
  await expect.poll(() => ada.isSaved() && ben.provider.synced, soon).toBe(true);
  ada.provider.awareness?.setLocalStateField('cursor', 'of ada');
  ben.provider.awareness.setLocalState({ cursor: 'of ben', user: { id: 'ada', name: 'Ada' } });
  const user = (id: string) => ({
    ...{ id, name: `Name of ${id}`, color: '#e05d44', colorLight: '#e05d4440', kind: 'member' },
  });
  await expect
    .poll(() => ada.provider.awareness?.getStates().get(ben.doc.clientID), soon)
    .toEqual({ cursor: 'of ben', user: user('ben') });
  await expect
    .poll(() => ben.provider.awareness.getStates().get(ada.doc.clientID), soon)
    .toEqual({ cursor: 'of ada', user: user('ada') });
  ben.provider.disconnect();
  await expect.poll(() => ada.provider.awareness?.getStates().has(ben.doc.clientID), soon).toBe(false);
});

test('a viewer reads; what they write ends the connection with the reason and reaches nobody', async () => {
  const name = `project/${randomUUID()}`;
  bench.access.readOnly.add('ben');
  const ada = bench.open('ada', name);
  const viewer = openPlain('ben', name);
  rootMap(ada.doc, 'meta').set('title', 'For all');
  await expect.poll(() => rootMap(viewer.doc, 'meta').get('title'), soon).toBe('For all');
  rootMap(viewer.doc, 'meta').set('title', 'Mine now');
  await expect.poll(() => viewer.closes, soon).toEqual([{ code: 4403, reason: 'read-only' }]);
  rootMap(ada.doc, 'meta').set('logline', 'later');
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  expect(rootMap(ada.doc, 'meta').toJSON()).toEqual({ title: 'For all', logline: 'later' });
  expect((await bench.journalOf(name)).map((row) => row.author_id)).toEqual(['ada', 'ada']);
  expect(viewer.provider.shouldConnect).toBe(false);
});

test('nobody, strangers and names that are no document are told why, and do not come back', async () => {
  bench.access.denied.set('ben', 'not-a-member');
  const name = `project/${randomUUID()}`;
  const cases: [string, string, string][] = [
    ['', name, 'signed-out'],
    ['unknown', name, 'signed-out'],
    ['ben', name, 'not-a-member'],
    ['ada', 'project/__proto__', 'unknown-document'],
    ['ada', '..%2F..%2Fetc%2Fpasswd', 'unknown-document'],
    ['ada', `${name}%00session`, 'unknown-document'],
    ['ada', `${name}%`, 'unknown-document'],
    ['ada', '', 'unknown-document'],
  ];
  for (const [token, document, reason] of cases) {
    const client = openPlain(token, document);
    await expect
      .poll(() => client.closes, { ...soon, message: `${token} at ${document}` })
      .toEqual([{ code: 4403, reason }]);
    expect(client.provider.synced).toBe(false);
  }
});

test('escaped slashes name the same document', async () => {
  const name = `project/${randomUUID()}/ledger`;
  const service = openPlain('service', name);
  const reader = openPlain('ada', encodeURIComponent(name));
  rootMap(service.doc, 'takes').set('t1', 'a Take');
  await expect.poll(() => rootMap(reader.doc, 'takes').get('t1'), soon).toBe('a Take');
});

test("a page's cookie counts with its Origin, and without one it does not", async () => {
  const { identify } = bench.access;
  bench.access.identify = (headers, token, document) => identify(headers, token || (headers.cookie ?? ''), document);
  const name = `project/${randomUUID()}`;
  const page = openPlain('', name, { origin: ORIGIN, cookie: 'ada' });
  await expect.poll(() => page.provider.synced, soon).toBe(true);
  const program = openPlain('', name, { cookie: 'ada' });
  await expect.poll(() => program.closes, soon).toEqual([{ code: 4403, reason: 'signed-out' }]);
  const foreign = openPlain('ada', name, { origin: 'http://evil.test', cookie: 'ada' });
  await expect.poll(() => foreign.provider.wsUnsuccessfulReconnects, soon).toBeGreaterThan(0);
  expect(foreign.provider.synced).toBe(false);
  bench.access.identify = identify;
});

test('a role that is lost ends the live connection at once', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name);
  const ben = openPlain('ben', name);
  await expect.poll(() => ada.isSaved() && ben.provider.synced, soon).toBe(true);
  bench.access.denied.set('ben', 'not-a-member');
  bench.access.change({ personId: 'ben' });
  await expect
    .poll(() => ben.closes, { timeout: 1000, interval: 20 })
    .toEqual([{ code: 4403, reason: 'not-a-member' }]);
  rootMap(ben.doc, 'meta').set('title', 'from outside');
  rootMap(ada.doc, 'meta').set('title', 'for members');
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  expect(rootMap(ben.doc, 'meta').get('title')).toBe('from outside');
  expect((await bench.journalOf(name)).map((row) => row.author_id)).toEqual(['ada']);
});

test('what is no edit, too large, or no frame of plain Yjs ends the socket with the reason', async () => {
  const small = await bench.startServer({ limits: { updateBytes: 1000 } });
  const name = `project/${randomUUID()}`;
  const large = openPlainClient(small.url, 'ada', name);
  plainClients.push(large);
  rootMap(large.doc, 'meta').set('logline', 'x'.repeat(2000));
  await expect.poll(() => large.closes, soon).toEqual([{ code: 4403, reason: 'too-large' }]);
  const frames: [readonly number[], number, string][] = [
    [[0, 2, 3, 255, 255, 255], 4403, 'invalid'],
    [[0, 7, 2, 0, 0], 4403, 'invalid'],
    [[1, 4, 1, 1, 1, 123], 4403, 'invalid'],
    [[5, 1, 65], 4400, 'invalid'],
    [[], 4400, 'invalid'],
  ];
  for (const [frame, code, reason] of frames) {
    const socket = new WebSocket(`${small.url.replace('/collab', '/yjs')}/${name}?token=ada`);
    const closed = new Promise((resolve) => socket.on('close', (at, why) => resolve([at, String(why)])));
    socket.on('open', () => socket.send(Uint8Array.from(frame)));
    expect(await closed, `frame ${frame.join(' ')}`).toEqual([code, reason]);
  }
});

test('a quiet server says that it is there, so that nobody takes it for gone', async () => {
  const sent: unknown[] = [];
  const socket = { readyState: 1, send: (frame: unknown) => sent.push(frame), close: () => undefined };
  const plain = new PlainSocket(socket, 10);
  await expect.poll(() => sent.length, soon).toBeGreaterThan(2);
  expect(sent[0]).toEqual(Uint8Array.of(1, 1, 0));
  plain.close();
});
