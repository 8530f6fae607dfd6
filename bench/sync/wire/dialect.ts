import type { Seat } from '../contenders/contender.ts';

/** What a client says next while it enters, and whether it is in. */
export interface EnteringStep {
  readonly say: readonly Uint8Array[];
  readonly isIn: boolean;
}

/** Entering a document, frame by frame. */
export interface Entering {
  /** What the client says first, and whether that is all. */
  begin(): EnteringStep;
  /** Answers a frame of the server. Throws when the server refuses. */
  onFrame(frame: Uint8Array): EnteringStep;
}

/** How a contender's clients speak: the frames for what they do. */
export interface Dialect {
  /** Enters with a state of one's own, an update of Yjs: as much as a provider does until it says "synced". */
  enter(seat: Seat, state: Uint8Array): Entering;
  edit(seat: Seat, update: Uint8Array): Uint8Array;
  /** Awareness states, encoded as y-protocols does. */
  presence(seat: Seat, states: Uint8Array): Uint8Array;
  /** The awareness states in a frame of the server; undefined in a frame of something else. */
  readPresence(frame: Uint8Array): Uint8Array | undefined;
}
