import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type Duplex, PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { DirectSocket, type DirectSocketSettings, READ_VERSION } from './directSocket.ts';
import { frameOf } from './outgoingFrame.ts';
import { createUpgrader, type Upgraded } from './upgrader.ts';

const soon = { timeout: 5000 };
const MAX_PAYLOAD = 1_000_000;
const server = createServer();
const upgrade = createUpgrader(MAX_PAYLOAD);
const open: WebSocket[] = [];
const waiting: ((socket: DirectSocket & { readonly upgraded: Upgraded }) => void)[] = [];
let settings: DirectSocketSettings;
let installed: string | undefined;

server.on('upgrade', (request, stream, head) =>
  upgrade(request, stream, head, (upgraded) => {
    const direct = new DirectSocket(upgraded.websocket, stream, settings, upgraded.compression, installed);
    waiting.shift()?.(Object.assign(direct, { upgraded }));
  }),
);

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  for (const socket of open) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

interface Pair {
  readonly direct: DirectSocket & { readonly upgraded: Upgraded };
  readonly client: WebSocket;
  readonly received: Uint8Array[];
}

async function connect(options: WebSocket.ClientOptions = {}, version?: string): Promise<Pair> {
  settings = { waitingBytes: 100_000, waitingAnswerBytes: 1_000_000, onBehind: () => undefined };
  installed = version;
  const entered = new Promise<Pair['direct']>((resolve) => waiting.push(resolve));
  const { port } = server.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}/`, options);
  open.push(client);
  const received: Uint8Array[] = [];
  client.on('message', (frame: Buffer) => received.push(new Uint8Array(frame)));
  const opened = new Promise((resolve) => client.once('open', resolve));
  const direct = await entered;
  await opened;
  return { direct, client, received };
}

// Presence of a document with a short name: what compression is for.
function presence(text: string): Uint8Array {
  const body = Buffer.from(text);
  return Uint8Array.from([1, 97, 1, ...Buffer.alloc(1, body.length % 128), ...body]);
}

test('the installed ws is the one that was read: read sender.js and websocket.js of another before the number here changes', () => {
  const { version } = createRequire(import.meta.url)('ws/package.json') as { version: string };
  expect(version).toBe(READ_VERSION);
});

test('frames of all lengths and the frames of ws itself arrive whole and in order', async () => {
  const { direct, client, received } = await connect();
  const sizes = [0, 1, 125, 126, 127, 65_535, 65_536, 200_000];
  const pings: string[] = [];
  client.on('ping', (text) => pings.push(String(text)));
  for (const size of sizes) {
    direct.send(new Uint8Array(size).fill(size % 251));
    direct.upgraded.websocket.ping(String(size));
  }
  direct.close(4400, 'last');
  direct.send(Uint8Array.of(1));
  const code = await new Promise((resolve) => client.on('close', resolve));
  expect(code).toBe(4400);
  expect(received.map((frame) => frame.length)).toEqual(sizes);
  expect(received.every((frame, index) => frame.every((byte) => byte === (sizes[index] ?? 0) % 251))).toBe(true);
  expect(pings).toEqual(sizes.map(String));
});

test('one frame goes to many sockets as the same bytes', async () => {
  const pairs = await Promise.all([connect(), connect(), connect()]);
  const payload = Uint8Array.of(1, 97, 0, 2, 1, 7);
  for (const { direct } of pairs) direct.send(payload);
  expect(frameOf(payload).wire).toBe(frameOf(payload).wire);
  for (const { received } of pairs) await expect.poll(() => received, soon).toEqual([payload]);
});

test('what is compressed for all is read by each, whenever they came and whatever else they were sent', async () => {
  const clients = [
    await connect(),
    await connect({ perMessageDeflate: { serverNoContextTakeover: true } }),
    await connect({ perMessageDeflate: false }),
  ];
  const sent: Uint8Array[][] = clients.map(() => []);
  const sendTo = (chosen: readonly number[], payload: Uint8Array) => {
    for (const index of chosen) {
      clients[index]?.direct.send(payload);
      sent[index]?.push(payload);
    }
  };
  for (let tick = 0; tick < 40; tick += 1) {
    if (tick === 10) {
      clients.push(await connect());
      sent.push([]);
    }
    // One of them misses every seventh.
    const all = clients.map((_client, index) => index).filter((index) => index !== 0 || tick % 7 !== 3);
    sendTo(all, presence(`{"at":${tick},"who":"${'somebody with a name '.repeat(20)}"}`));
    if (tick % 3 === 0) sendTo([tick % clients.length], Uint8Array.of(1, 97, 8, 1));
    if (tick % 5 === 0) sendTo([0, 2], new Uint8Array(3000).fill(tick));
  }
  for (const [index, { received }] of clients.entries()) {
    await expect.poll(() => received.length, soon).toBe(sent[index]?.length);
    expect(received, `client ${index}`).toEqual(sent[index]);
  }
});

test("Node's own WebSocket reads it too", async () => {
  settings = { waitingBytes: 100_000, waitingAnswerBytes: 1_000_000, onBehind: () => undefined };
  installed = undefined;
  const entered = new Promise<Pair['direct']>((resolve) => waiting.push(resolve));
  const client = new globalThis.WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  client.binaryType = 'arraybuffer';
  const received: Uint8Array[] = [];
  client.addEventListener('message', ({ data }) => received.push(new Uint8Array(data as ArrayBuffer)));
  const direct = await entered;
  expect(direct.upgraded.compression).toBeDefined();
  const sent = Array.from({ length: 20 }, (_tick, at) => presence(`{"at":${at},"who":"${'a name '.repeat(60)}"}`));
  for (const payload of sent) direct.send(payload);
  await expect.poll(() => received.length, soon).toBe(sent.length);
  expect(received).toEqual(sent);
  client.close();
});

test('presence takes a fraction of its bytes once the names are known', () => {
  const people = Array.from({ length: 50 }, (_person, index) => `{"id":"${index * 7919}-id","name":"Person ${index}"`);
  const tick = (at: number) => presence(people.map((person, index) => `${person},"x":${at * index}}`).join());
  const [first, second] = [frameOf(tick(1)), frameOf(tick(2))];
  expect(second.deflated(first).length).toBeLessThan(second.payload.length / 5);
  expect(second.deflated(first)).toBe(second.deflated(first));
});

test('clients that compress what they send are read, with a small window where they can', async () => {
  const { direct, client } = await connect({ perMessageDeflate: { threshold: 0 } });
  expect(client.extensions).toBe('permessage-deflate');
  const heard = new Promise((resolve) => direct.upgraded.websocket.once('message', (frame: Buffer) => resolve(frame)));
  const words = Buffer.from('again and '.repeat(5000));
  client.send(words);
  expect(await heard).toEqual(words);
});

test('a message that is larger than allowed once it is unpacked ends the socket', async () => {
  const { direct, client } = await connect({ perMessageDeflate: { threshold: 0 } });
  direct.upgraded.websocket.on('error', () => undefined);
  const ended = new Promise((resolve) => client.on('close', resolve));
  client.send(Buffer.alloc(2 * MAX_PAYLOAD));
  expect(await ended).toBe(1009);
});

test('with another version of ws frames go through ws', async () => {
  const { direct, received } = await connect({}, '99.0.0');
  const payloads = [Uint8Array.of(1, 97, 2, 0), presence('x'.repeat(1000)), new Uint8Array(70_000)];
  for (const payload of payloads) direct.send(payload);
  await expect.poll(() => received, soon).toEqual(payloads);
});

test('a reader that stands still is cut off, and its answers may be larger than what it may leave waiting', () => {
  const closes: (number | undefined)[] = [];
  let ended = 0;
  const websocket = { readyState: 1, close: (code?: number) => closes.push(code), terminate: () => (ended += 1) };
  const stream = new PassThrough({ highWaterMark: 1 });
  const cutOff: number[] = [];
  const direct = new DirectSocket(websocket as unknown as WebSocket, stream, {
    waitingBytes: 1000,
    waitingAnswerBytes: 50_000,
    onBehind: () => cutOff.push(1),
  });
  const answer = (bytes: number) => Uint8Array.from([1, 97, 0, 1, ...new Uint8Array(bytes)]);
  direct.send(answer(20_000));
  direct.send(answer(20_000));
  direct.send(answer(20_000));
  expect(cutOff).toEqual([]);
  for (let sent = 0; sent < 9; sent += 1) direct.send(new Uint8Array(100));
  expect(cutOff).toEqual([]);
  direct.send(new Uint8Array(200));
  expect([cutOff, closes, ended]).toEqual([[1], [1013], 0]);
});

test('a long answer is not kept for what comes after it', () => {
  const written: Uint8Array[] = [];
  const stream = { writableLength: 0, write: (bytes: Uint8Array) => written.push(bytes) };
  const direct = new DirectSocket(
    { readyState: 1 } as unknown as WebSocket,
    stream as unknown as Duplex,
    { waitingBytes: 1000, waitingAnswerBytes: 1000, onBehind: () => undefined },
    { keepsContext: true },
  );
  direct.send(Uint8Array.from([1, 97, 0, 1, ...new Uint8Array(100_000)]));
  const next = presence('somebody with a name '.repeat(20));
  direct.send(next);
  expect(written).toHaveLength(2);
  expect(written[1]).toBe(frameOf(next).deflated(undefined));
});
