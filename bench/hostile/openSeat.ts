import { setTimeout as delay } from 'node:timers/promises';
import { type Part, writeFrame } from '../../collab-server/sync/fixtures/frames.ts';
import { openRawSocket, type RawSocket } from '../../collab-server/sync/fixtures/rawSocket.ts';
import type { Seat } from '../sync/contenders/contender.ts';

/** The words of the wire: Hocuspocus' messages, and Yjs' inside `sync`. */
export const WORD = { sync: 0, awareness: 1, auth: 2, stateless: 5 } as const;
/** What a `sync` message carries. */
export const SYNC = { asks: 0, state: 1, update: 2 } as const;
/** A state vector of one who has nothing. */
export const NOTHING = Uint8Array.of(0);

const ENTER_WITHIN_MS = 5000;

/** A socket that was let into a document. */
export interface OpenSeat {
  readonly socket: RawSocket;
  say(...parts: readonly Part[]): void;
}

/** Opens a socket and signs in; undefined when the server does not let it in just now. */
export async function openSeat({ port, path, document, token }: Seat): Promise<OpenSeat | undefined> {
  const socket = openRawSocket(`ws://127.0.0.1:${port}${path}`);
  await socket.opened();
  if (!socket.isOpen()) return undefined;
  const entered = new Promise<true>((resolve) => {
    socket.onFrame = () => resolve(true);
  });
  socket.send(writeFrame(document, WORD.auth, 0, token));
  const isIn = await Promise.race([entered, delay(ENTER_WITHIN_MS, false, { ref: false })]);
  socket.onFrame = () => undefined;
  // Kept frames would fill the memory of whoever only wants to disturb.
  socket.frames.length = 0;
  if (!isIn || !socket.isOpen()) {
    socket.close();
    return undefined;
  }
  return { socket, say: (...parts) => socket.send(writeFrame(document, ...parts)) };
}

/** Opens a socket again and again until it is let in, or the attack is over. */
export async function insistOnSeat(seat: Seat, isOver: () => boolean): Promise<OpenSeat | undefined> {
  while (!isOver()) {
    const open = await openSeat(seat);
    if (open) return open;
    await delay(20);
  }
  return undefined;
}
