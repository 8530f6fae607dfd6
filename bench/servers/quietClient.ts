import { once } from 'node:events';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { Seat } from '../sync/contenders/contender.ts';
import { hocuspocusDialect } from '../sync/wire/hocuspocusDialect.ts';

const ENTER_WITHIN_MS = 120_000;
const NOTHING = Y.encodeStateAsUpdate(new Y.Doc());

/** A WebSocket in a document, with nothing around it, so that one process holds thousands. */
export interface QuietClient {
  readonly seat: Seat;
  /** What it was sent since it entered, as frames. */
  readonly frames: Uint8Array[];
  edit(update: Uint8Array): void;
  isOpen(): boolean;
  close(): void;
}

/** Connects and enters. Throws when the server refuses, or takes too long. */
export async function enterQuietly(seat: Seat): Promise<QuietClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${seat.port}${seat.path}`, { perMessageDeflate: false });
  socket.on('error', () => undefined);
  const frames: Uint8Array[] = [];
  const entering = hocuspocusDialect.enter(seat, NOTHING);
  await once(socket, 'open', { signal: AbortSignal.timeout(ENTER_WITHIN_MS) });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${seat.document} was not entered.`)), ENTER_WITHIN_MS);
    const say = (payloads: readonly Uint8Array[]) => {
      for (const payload of payloads) socket.send(payload);
    };
    let isIn = false;
    socket.on('message', (frame: Buffer) => {
      if (isIn) {
        frames.push(new Uint8Array(frame));
        return;
      }
      const step = entering.onFrame(new Uint8Array(frame));
      say(step.say);
      if (!step.isIn) return;
      isIn = true;
      clearTimeout(timer);
      resolve();
    });
    socket.on('close', () => reject(new Error(`${seat.document} was closed.`)));
    say(entering.begin().say);
  });
  return {
    seat,
    frames,
    edit: (update) => socket.send(hocuspocusDialect.edit(seat, update)),
    isOpen: () => socket.readyState === WebSocket.OPEN,
    close: () => socket.terminate(),
  };
}
