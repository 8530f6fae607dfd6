import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Seat } from '../contenders/contender.ts';
import type { Dialect, EnteringStep } from './dialect.ts';
import { createFrameReader, maskedFrame, PONG } from './webSocketFrames.ts';

/**
 * One client: a TCP socket that shakes hands as a WebSocket and as a provider, and after that reads nothing of what
 * comes. So one core can receive for hundreds of clients.
 */
export interface ClientSocket {
  readonly seat: Seat;
  /** Sends an edit or a presence, as the seat's dialect frames it. */
  send(payload: Uint8Array): void;
  /** Gives the bytes that come from now on to somebody. */
  onBytes(listener: (bytes: Buffer) => void): void;
  /** Rejects when the server ended the connection. */
  readonly ended: Promise<never>;
  /** Leaves; resolves when the server has noticed. */
  close(): Promise<void>;
}

/** What to enter with: a state of one's own, and whether to offer compression as browsers do. */
export interface EntrySettings {
  readonly dialect: Dialect;
  readonly state: Uint8Array;
  readonly offersCompression?: boolean;
}

const ENTER_WITHIN_MS = 60_000;
const LEAVE_WITHIN_MS = 5000;
/** Servers cut off who gives no sign of life; a client that reads nothing gives one before it is asked. */
const ALIVE_EVERY_MS = 5000;

/** Connects and enters. Throws when the server refuses, ends the connection, or takes too long. */
export async function openClientSocket(seat: Seat, settings: EntrySettings): Promise<ClientSocket> {
  const socket = connect(seat.port, '127.0.0.1');
  socket.setNoDelay(true);
  const send = (payload: Uint8Array) => void socket.write(maskedFrame(payload));
  const { promise: ended, reject: end } = Promise.withResolvers<never>();
  // Whoever is in and waits for nothing need not hear of it.
  ended.catch(() => undefined);
  socket.on('error', (cause) => end(new Error('A connection broke', { cause })));
  socket.on('close', () => end(new Error('The server ended a connection')));
  const timer = setTimeout(() => end(new Error(`Nobody entered within ${ENTER_WITHIN_MS} ms`)), ENTER_WITHIN_MS);
  let listener: (bytes: Buffer) => void = () => undefined;
  const alive = setInterval(() => void socket.write(PONG), ALIVE_EVERY_MS);
  socket.on('close', () => clearInterval(alive));
  try {
    await Promise.race([enter(socket, seat, settings, send), ended]);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  socket.on('data', (bytes: Buffer) => listener(bytes));
  return {
    seat,
    send,
    onBytes: (to) => (listener = to),
    ended,
    close: () => leave(socket),
  };
}

// Servers count sockets of a person: the next load is not to be refused for those of the last.
async function leave(socket: Socket): Promise<void> {
  if (socket.closed) return;
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const timer = setTimeout(() => socket.destroy(), LEAVE_WITHIN_MS);
  socket.end();
  await closed;
  clearTimeout(timer);
}

// Until the last frame of entering has come. What comes in the same breath belongs to it: nothing is measured yet.
async function enter(
  socket: Socket,
  seat: Seat,
  { dialect, state, offersCompression = false }: EntrySettings,
  send: (payload: Uint8Array) => void,
): Promise<void> {
  const entering = dialect.enter(seat, state);
  const { promise: entered, resolve, reject } = Promise.withResolvers<void>();
  const take = ({ say, isIn }: EnteringStep) => {
    for (const payload of say) send(payload);
    if (isIn) resolve();
  };
  const read = createFrameReader();
  let head: Buffer | undefined = Buffer.alloc(0);
  const onData = (bytes: Buffer) => {
    try {
      const answer: Buffer | undefined = head ? upgraded(Buffer.concat([head, bytes])) : undefined;
      if (head && !answer) head = Buffer.concat([head, bytes]);
      else {
        if (head) take(entering.begin());
        head = undefined;
        for (const payload of read(answer ?? bytes)) take(entering.onFrame(payload));
      }
    } catch (error) {
      reject(error instanceof Error ? error : new Error('Entering failed', { cause: error }));
    }
  };
  socket.on('data', onData);
  socket.write(upgradeRequest(seat, offersCompression));
  await entered.finally(() => socket.off('data', onData));
}

/** What comes after the head of the answer to the upgrade; undefined while the head is not whole. */
function upgraded(bytes: Buffer): Buffer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  if (!head.startsWith('HTTP/1.1 101')) throw new Error(`No WebSocket: ${head.split('\r\n')[0]}`);
  return bytes.subarray(end + 4);
}

function upgradeRequest({ port, path }: Seat, offersCompression: boolean): string {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...(offersCompression ? ['Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits'] : []),
    '\r\n',
  ].join('\r\n');
}
