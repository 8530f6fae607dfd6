import * as Y from 'yjs';
import type { Attack } from '../attack.ts';
import { insistOnSeat, SYNC, WORD } from '../openSeat.ts';

/** A program that edits in a loop without a pause. */
export const flood: Attack = {
  name: 'flood',
  means: 'legal edits in a document of its own, as fast as a socket takes them',
  async run({ elsewhere, isOver, count }) {
    while (!isOver()) {
      const open = await insistOnSeat(elsewhere, isOver);
      const doc = new Y.Doc();
      doc.on('update', (update: Uint8Array) => open?.say(WORD.sync, SYNC.update, update));
      for (let edit = 0; open?.socket.isOpen() && !isOver(); edit += 1) {
        doc.getMap('meta').set('title', `Edit ${edit}`);
        count(1);
        if (edit % 100 === 0) await open.socket.drained();
      }
      doc.destroy();
      open?.socket.close();
    }
  },
};
