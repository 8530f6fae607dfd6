import type { Attack } from '../attack.ts';
import { NOTHING, openSeat, SYNC, WORD } from '../openSeat.ts';

const AT_ONCE = 100;

/** A hundred people who come at once without anything, and leave again, and come. */
export const joinStorm: Attack = {
  name: 'join storm',
  means: `${AT_ONCE} people come at once, ask for everything and leave, again and again`,
  async run({ seats, isOver, count }) {
    while (!isOver()) {
      await Promise.all(
        seats.slice(0, AT_ONCE).map(async (seat) => {
          const open = await openSeat(seat);
          open?.say(WORD.sync, SYNC.asks, NOTHING);
          await open?.socket.drained();
          open?.socket.close();
          count(1);
        }),
      );
    }
  },
};
