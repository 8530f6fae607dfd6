import { mutateFrames } from '../../../collab-server/sync/fixtures/mutateFrames.ts';
import type { Attack, AttackGround } from '../attack.ts';
import { insistOnSeat } from '../openSeat.ts';
import { recordedFrames } from '../recordedFrames.ts';

/** Of several people: what one person may send is bounded. */
const SOCKETS = 24;
const FRAMES_A_TURN = 12;
const TURNS_A_LIFE = 40;

/** Frames of a recorded session: broken, cut off, doubled, out of order. */
export const fuzz: Attack = {
  name: 'fuzz',
  means: 'frames of a recorded session, broken',
  async run(ground) {
    const [seat] = ground.seats;
    if (!seat) return;
    const recorded = await recordedFrames(seat);
    await Promise.all(spreadOut(ground.seats).map((one) => breakFrames({ ...ground, seats: [one] }, recorded)));
  },
};

function spreadOut(seats: AttackGround['seats']): AttackGround['seats'] {
  const step = Math.max(1, Math.floor(seats.length / SOCKETS));
  return seats.filter((_seat, at) => at % step === 0).slice(0, SOCKETS);
}

async function breakFrames({ seats: [seat], random, isOver, count }: AttackGround, recorded: readonly Uint8Array[]) {
  while (seat && !isOver()) {
    const open = await insistOnSeat(seat, isOver);
    for (let turn = 0; turn < TURNS_A_LIFE && open?.socket.isOpen() && !isOver(); turn += 1) {
      const frames = Array.from({ length: FRAMES_A_TURN }, () => mutateFrames(recorded, random)).flat();
      for (const frame of frames) open.socket.send(frame);
      await open.socket.drained();
      // What follows the frame that ended the socket is not read.
      count(open.socket.isOpen() ? frames.length : 1);
    }
    open?.socket.close();
  }
}
