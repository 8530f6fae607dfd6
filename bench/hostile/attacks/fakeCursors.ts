import { setTimeout as delay } from 'node:timers/promises';
import { type Part, writeFrame } from '../../../collab-server/sync/fixtures/frames.ts';
import type { Attack } from '../attack.ts';
import { insistOnSeat, WORD } from '../openSeat.ts';

const CURSORS = 20_000;
/** As many as fit into what presence may carry. */
const FEW = 300;

/** One connection that says it is thousands of people, in one message and in many. */
export const fakeCursors: Attack = {
  name: 'cursors',
  means: `one connection with ${CURSORS} cursors`,
  async run({ seats: [seat], random, isOver, count }) {
    if (!seat) return;
    const crowd = cursors(CURSORS, random);
    const few = Array.from({ length: 50 }, () => cursors(FEW, random));
    while (!isOver()) {
      const open = await insistOnSeat(seat, isOver);
      for (const states of [...few, crowd]) {
        if (!open?.socket.isOpen()) break;
        open.say(WORD.awareness, states);
        count(1);
      }
      await open?.socket.drained();
      open?.socket.close();
      await delay(5);
    }
  },
};

function cursors(count: number, random: () => number): Uint8Array {
  const parts: Part[] = [count];
  for (let at = 0; at < count; at += 1) {
    parts.push(Math.floor(random() * 2 ** 31), 1, JSON.stringify({ cursor: { x: at, y: at } }));
  }
  return writeFrame(...parts);
}
