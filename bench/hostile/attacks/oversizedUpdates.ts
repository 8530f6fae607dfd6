import * as Y from 'yjs';
import type { Attack } from '../attack.ts';
import { insistOnSeat, SYNC, WORD } from '../openSeat.ts';

/** Above the limit of an update, below that of a frame. */
const BYTES = 6 * 1024 * 1024;

/** Edits larger than an edit may be. */
export const oversizedUpdates: Attack = {
  name: 'oversized',
  means: `edits of ${BYTES / 1024 / 1024} MiB`,
  async run({ seats: [seat], isOver, count }) {
    if (!seat) return;
    const doc = new Y.Doc();
    doc.getMap('meta').set('logline', 'x'.repeat(BYTES));
    const update = Y.encodeStateAsUpdate(doc);
    while (!isOver()) {
      const open = await insistOnSeat(seat, isOver);
      open?.say(WORD.sync, SYNC.update, update);
      count(1);
      await open?.socket.drained();
      open?.socket.close();
    }
  },
};
