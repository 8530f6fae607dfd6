/** What happens to the bytes of one direction. Left out: nothing happens. */
export interface LaneWeather {
  /** Each piece of the stream arrives this much later, in milliseconds; pieces stay in order. */
  readonly delayMs?: number;
  /** Up to this much is added to the delay, by chance. */
  readonly jitterMs?: number;
  /** A narrow line: bytes of one connection in a second. */
  readonly bytesPerSecond?: number;
  /** A reader that takes this many bytes from the sender, in a second, and lets the rest wait in the sender's buffers. */
  readonly readsPerSecond?: number;
  /** Nothing is taken from the sender, and nothing is lost: it arrives when this is over, as after a partition. */
  readonly isHeld?: boolean;
  /** On average one bit of this many bytes is flipped. */
  readonly flipOneBitIn?: number;
  /** The connection ends after this many more bytes, wherever in a message that is. */
  readonly cutAfterBytes?: number;
}

/** The faults of a proxy now. `up` is from the client to the server. */
export interface Weather {
  readonly up?: LaneWeather;
  readonly down?: LaneWeather;
  /**
   * Half-open: what either side sends is swallowed, and neither hears that the other has gone. A connection that was open
   * meanwhile stays dead, also when the weather clears, because its stream has a hole.
   */
  readonly isHalfOpen?: boolean;
  /** New connections are reset at once. */
  readonly isRefusing?: boolean;
}

/** Nothing happens to anybody. */
export const FAIR_WEATHER: Weather = {};

/** The same faults in both directions. */
export function bothWays(lane: LaneWeather): Weather {
  return { up: lane, down: lane };
}
