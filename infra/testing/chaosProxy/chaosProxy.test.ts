import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ChaosProxy, openChaosProxy } from './openChaosProxy.ts';
import { bothWays, FAIR_WEATHER } from './weather.ts';

/** A server that keeps what it gets and sends it back; and its sockets. */
interface Echo {
  readonly server: Server;
  readonly sockets: Socket[];
  readonly heard: Buffer[];
  port: number;
}

let echo: Echo;
let proxy: ChaosProxy;
const visitors: Socket[] = [];
const soon = { timeout: 5000, interval: 5 };

async function startEcho(): Promise<Echo> {
  const made: Echo = { server: createServer(), sockets: [], heard: [], port: 0 };
  made.server.on('connection', (socket) => {
    made.sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      made.heard.push(bytes);
      socket.write(bytes);
    });
  });
  await new Promise<void>((resolve) => made.server.listen(0, '127.0.0.1', resolve));
  made.port = (made.server.address() as { port: number }).port;
  return made;
}

beforeEach(async () => {
  echo = await startEcho();
  proxy = await openChaosProxy({ port: echo.port, seed: 7 });
});
afterEach(async () => {
  for (const visitor of visitors.splice(0)) visitor.destroy();
  await proxy.close();
  for (const socket of echo.sockets) socket.destroy();
  await new Promise((resolve) => echo.server.close(resolve));
});

interface Visitor {
  readonly socket: Socket;
  readonly heard: () => Buffer;
  /** How the connection ended: in order, or by which error. */
  readonly end: { how: string | undefined };
}

async function visit(): Promise<Visitor> {
  const socket = connect(proxy.port, '127.0.0.1');
  visitors.push(socket);
  const pieces: Buffer[] = [];
  const end: Visitor['end'] = { how: undefined };
  socket.on('data', (bytes) => pieces.push(bytes));
  socket.on('end', () => (end.how ??= 'in order'));
  socket.on('error', (error: NodeJS.ErrnoException) => (end.how ??= error.code));
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return { socket, heard: () => Buffer.concat(pieces), end };
}

/** Sends and waits for the same to come back; returns how long that took. */
async function roundTrip({ socket, heard }: Visitor, bytes: Buffer): Promise<number> {
  const before = heard().length;
  const began = performance.now();
  socket.write(bytes);
  await expect.poll(() => heard().length, soon).toBe(before + bytes.length);
  expect(heard().subarray(before).equals(bytes)).toBe(true);
  return performance.now() - began;
}

const text = Buffer.from('Shot 010, take 3');

test('in fair weather everything passes unchanged, ends included', async () => {
  const visitor = await visit();
  await roundTrip(visitor, Buffer.alloc(300_000, 'x'));
  expect(proxy.connections).toBe(1);
  echo.sockets[0]?.end();
  await expect.poll(() => visitor.end.how, soon).toBe('in order');
});

test('delay: a piece arrives that much later, each in its order', async () => {
  const visitor = await visit();
  proxy.set({ up: { delayMs: 60, jitterMs: 40 }, down: { delayMs: 60 } });
  const pieces = Array.from({ length: 20 }, (_none, index) => Buffer.from(`${index} `));
  const began = performance.now();
  for (const piece of pieces) visitor.socket.write(piece);
  await expect.poll(() => visitor.heard().toString(), soon).toBe(Buffer.concat(pieces).toString());
  expect(performance.now() - began).toBeGreaterThan(115);
});

test('bandwidth: a line of 100 kB a second needs half a second for 50 kB', async () => {
  const visitor = await visit();
  proxy.set({ up: { bytesPerSecond: 100_000 } });
  expect(await roundTrip(visitor, Buffer.alloc(50_000, 'x'))).toBeGreaterThan(400);
});

test('a slow reader leaves the rest with the sender', async () => {
  const visitor = await visit();
  proxy.set({ up: { readsPerSecond: 50_000 } });
  const flood = Buffer.alloc(16 * 1024 * 1024);
  visitor.socket.write(flood);
  await expect.poll(() => Buffer.concat(echo.heard).length, soon).toBeGreaterThan(0);
  await delay(200);
  expect(Buffer.concat(echo.heard).length).toBeLessThan(100_000);
  expect(visitor.socket.writableLength).toBeGreaterThan(1024 * 1024);
});

test('held: nothing passes, and all of it arrives afterwards', async () => {
  const visitor = await visit();
  proxy.set(bothWays({ isHeld: true }));
  visitor.socket.write(text);
  await delay(100);
  expect(echo.heard).toEqual([]);
  proxy.set(FAIR_WEATHER);
  await expect.poll(() => visitor.heard().toString(), soon).toBe(text.toString());
});

test('half-open: bytes are swallowed, ends are not heard, and the connection stays dead; new ones live', async () => {
  const visitor = await visit();
  await roundTrip(visitor, text);
  proxy.set({ isHalfOpen: true });
  visitor.socket.write('swallowed');
  echo.sockets[0]?.end();
  await delay(100);
  proxy.set(FAIR_WEATHER);
  visitor.socket.write('swallowed too');
  await delay(100);
  expect(Buffer.concat(echo.heard).toString()).toBe(text.toString());
  expect(visitor.end.how).toBeUndefined();
  expect(visitor.socket.readyState).toBe('open');
  await roundTrip(await visit(), text);
});

test('drop ends in order, reset by RST, on both sides', async () => {
  const [one, other] = [await visit(), await visit()];
  await roundTrip(one, text);
  proxy.drop();
  await expect.poll(() => [one.end.how, other.end.how], soon).toEqual(['in order', 'in order']);
  const third = await visit();
  await roundTrip(third, text);
  const behind = echo.sockets.at(-1);
  const heardBehind: unknown[] = [];
  behind?.on('error', (error: NodeJS.ErrnoException) => heardBehind.push(error.code));
  proxy.reset();
  await expect.poll(() => third.end.how, soon).toBe('ECONNRESET');
  await expect.poll(() => heardBehind, soon).toEqual(['ECONNRESET']);
});

test('a cut ends the connection in the middle of a message', async () => {
  const visitor = await visit();
  await roundTrip(visitor, text);
  proxy.set({ up: { cutAfterBytes: 5 } });
  visitor.socket.write(text);
  await expect.poll(() => visitor.end.how, soon).toBe('in order');
  expect(Buffer.concat(echo.heard).toString()).toBe(`${text.toString()}Shot `);
});

test('flipped bits: about as many as asked for, the same for the same seed, and no byte more or less', async () => {
  const plain = Buffer.alloc(100_000, 0);
  async function damage(): Promise<Buffer> {
    const visitor = await visit();
    proxy.set({ up: { flipOneBitIn: 1000 } });
    visitor.socket.write(plain);
    await expect.poll(() => visitor.heard().length, soon).toBe(plain.length);
    return visitor.heard();
  }
  const first = await damage();
  const flipped = first.filter((byte) => byte !== 0);
  expect(flipped.length).toBeGreaterThan(60);
  expect(flipped.length).toBeLessThan(150);
  expect(flipped.every((byte) => Number.isInteger(Math.log2(byte)))).toBe(true);
  await proxy.close();
  proxy = await openChaosProxy({ port: echo.port, seed: 7 });
  expect((await damage()).equals(first)).toBe(true);
});

test('refusing resets new connections and leaves the others; a new target is for new connections', async () => {
  const old = await visit();
  await roundTrip(old, text);
  proxy.set({ isRefusing: true });
  expect((await visit()).end.how).toMatch(/ECONNRESET|in order/);
  await roundTrip(old, text);
  proxy.set(FAIR_WEATHER);
  const other = await startEcho();
  proxy.retarget(other.port);
  const visitor = await visit();
  await roundTrip(visitor, text);
  expect(Buffer.concat(other.heard).toString()).toBe(text.toString());
  for (const socket of other.sockets) socket.destroy();
  other.server.close();
});
