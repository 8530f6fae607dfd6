import { deflateRawSync, constants } from 'node:zlib';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createFrameReader, maskedFrame } from './webSocketFrames.ts';

function serverFrame(first: number, payload: Buffer): Buffer {
  const length = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([first, ...length]), payload]);
}

test('frames are read in whatever pieces they come, control frames left out', () => {
  const bytes = Buffer.concat([
    serverFrame(0x82, Buffer.from('one')),
    serverFrame(0x89, Buffer.from('ping')),
    serverFrame(0x82, Buffer.alloc(300, 'x')),
  ]);
  const read = createFrameReader();
  const payloads = [...bytes].flatMap((byte) => read(Buffer.from([byte])));
  expect(payloads.map((payload) => payload.length)).toEqual([3, 300]);
});

test('a compressed message may refer to the one before it', () => {
  const texts = ['pointer pointer pointer', 'pointer pointer pointer pointer'];
  const whole = (text: string) =>
    deflateRawSync(Buffer.from(text), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
  const read = createFrameReader();
  const found = texts
    .flatMap((text) => read(serverFrame(0xc2, whole(text))))
    .map((payload) => Buffer.from(payload).toString());
  expect(found).toEqual(texts);
});

test.each([5, 300, 70_000])('a server reads a masked message of %i bytes', async (size) => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const received = new Promise<number>((resolve) =>
    server.on('connection', (socket) => socket.on('message', (message: Buffer) => resolve(message.length))),
  );
  await new Promise((resolve) => server.once('listening', resolve));
  const { openClientSocket } = await import('./clientSocket.ts');
  const { relayDialect } = await import('./relayDialect.ts');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const seat = { port, path: '/', document: '', token: '' };
  const client = await openClientSocket(seat, { dialect: relayDialect, state: new Uint8Array() });
  client.send(Buffer.alloc(size));
  expect(await received).toBe(size);
  expect(maskedFrame(Buffer.alloc(size)).length).toBeGreaterThan(size);
  await client.close();
  await new Promise((resolve) => server.close(resolve));
});
