import type { Attack } from '../attack.ts';
import { insistOnSeat, NOTHING, SYNC, WORD } from '../openSeat.ts';

/** Somebody who asks for the whole document as fast as the answers come. */
export const wholeStates: Attack = {
  name: 'whole states',
  means: 'the whole document, asked for as fast as it comes',
  async run({ seats: [seat], isOver, count }) {
    if (!seat) return;
    while (!isOver()) {
      const open = await insistOnSeat(seat, isOver);
      while (open?.socket.isOpen() && !isOver()) {
        for (let ask = 0; ask < 10; ask += 1) open.say(WORD.sync, SYNC.asks, NOTHING);
        count(10);
        await open.socket.drained();
        open.socket.frames.length = 0;
      }
      open?.socket.close();
    }
  },
};
