import { createRandom } from '../../collab-server/sync/fixtures/mutateFrames.ts';
import type { Seat } from '../sync/contenders/contender.ts';
import { ATTACKS } from './attacks/attacks.ts';

/** What the process is told. It is over after `seconds`, or after `frames` when those are given. */
export interface AttackOrder {
  readonly attack: string;
  readonly seats: readonly Seat[];
  readonly elsewhere: Seat;
  readonly seed: number;
  readonly seconds: number;
  readonly frames?: number | undefined;
}

// Attacks run in a process of their own: what they cost their own process must not look like the server's.
process.on('disconnect', () => process.exit(0));
process.once('message', (order: AttackOrder) => {
  const attack = ATTACKS.find(({ name }) => name === order.attack);
  if (!attack) throw new Error(`There is no attack “${order.attack}”.`);
  const endsAt = performance.now() + order.seconds * 1000;
  let sent = 0;
  const ground = {
    seats: order.seats,
    elsewhere: order.elsewhere,
    random: createRandom(order.seed),
    isOver: () => (order.frames === undefined ? performance.now() >= endsAt : sent >= order.frames),
    count: (more: number) => {
      sent += more;
    },
  };
  void attack.run(ground).then(() => process.send?.({ type: 'over', sent }, () => process.exit(0)));
});
