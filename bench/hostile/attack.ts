import type { Seat } from '../sync/contenders/contender.ts';

/** What somebody who means no good finds, or somebody whose program is broken. */
export interface AttackGround {
  /** Seats in the document of those who work, under other people's keys. */
  readonly seats: readonly Seat[];
  /** A seat in a document of one's own on the same server. */
  readonly elsewhere: Seat;
  /** Numbers in [0, 1) that the seed decides. */
  readonly random: () => number;
  isOver(): boolean;
  /** Counts what was sent: frames, or sockets where those are the point. */
  count(sent: number): void;
}

/** Something that a client may do to a server, legal or not. */
export interface Attack {
  readonly name: string;
  readonly means: string;
  /** Goes on until it is over. */
  run(ground: AttackGround): Promise<void>;
}
