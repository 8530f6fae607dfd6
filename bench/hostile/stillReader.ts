import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Seat } from '../sync/contenders/contender.ts';

/** A socket that reads no more. */
export interface StillReader {
  close(): void;
}

const JOIN_MS = 200;

/** Opens a socket, says some frames, and stops to read a moment later: what the server sends then stays with it. */
export async function openStillReader({ port, path }: Seat, frames: readonly Uint8Array[]): Promise<StillReader> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  // How it ends is the server's affair.
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('open', resolve).once('close', () => resolve()));
  if (socket.readyState === WebSocket.OPEN) {
    for (const frame of frames) socket.send(frame);
    await delay(JOIN_MS);
    socket.pause();
  }
  return { close: () => socket.terminate() };
}
