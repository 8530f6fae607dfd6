import { WebSocket } from 'ws';
import { applyAwarenessUpdate, Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Seat } from '../contenders/contender.ts';
import type { Dialect } from '../wire/dialect.ts';
import { numberAt } from './mover.ts';

/** A client that reads what it receives, compressed where the server compresses, and knows where everybody is. */
export interface Watcher {
  /** Says where a client was last seen, by the number that its place stands for. */
  lastSeen(clientId: number): number | undefined;
  close(): void;
}

/** Enters a room; `onMove` hears of each place that a client is seen at. Throws when the server refuses. */
export async function openWatcher(
  seat: Seat,
  dialect: Dialect,
  onMove: (clientId: number, number: number) => void,
): Promise<Watcher> {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  awareness.setLocalState(null);
  const seen = new Map<number, number>();
  awareness.on('change', ({ added, updated }: { readonly added: number[]; readonly updated: number[] }) => {
    for (const clientId of [...added, ...updated]) {
      const number = numberAt(awareness.getStates().get(clientId));
      if (number === undefined) continue;
      seen.set(clientId, number);
      onMove(clientId, number);
    }
  });
  const socket = new WebSocket(`ws://127.0.0.1:${seat.port}${seat.path}`, { perMessageDeflate: true });
  const close = () => {
    awareness.destroy();
    socket.terminate();
  };
  try {
    await enter(socket, dialect, seat);
  } catch (error) {
    close();
    throw error;
  }
  socket.on('message', (frame: Buffer) => {
    const states = dialect.readPresence(frame);
    if (states) applyAwarenessUpdate(awareness, states, 'server');
  });
  return { lastSeen: (clientId) => seen.get(clientId), close };
}

function enter(socket: WebSocket, dialect: Dialect, seat: Seat): Promise<void> {
  const entering = dialect.enter(seat, Y.encodeStateAsUpdate(new Y.Doc()));
  return new Promise((resolve, reject) => {
    const take = ({ say, isIn }: ReturnType<typeof entering.begin>) => {
      for (const payload of say) socket.send(payload);
      if (!isIn) return;
      socket.off('message', onFrame);
      resolve();
    };
    const onFrame = (frame: Buffer) => {
      try {
        take(entering.onFrame(frame));
      } catch (error) {
        reject(error instanceof Error ? error : new Error('Entering failed', { cause: error }));
      }
    };
    socket.on('message', onFrame);
    socket.once('open', () => take(entering.begin()));
    socket.once('error', reject);
  });
}
