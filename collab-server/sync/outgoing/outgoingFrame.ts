import { isAnswer, isStatus, readDenial } from '../wire.ts';
import { writeServerFrame } from './serverFrame.ts';

/** What Hocuspocus sends, with what is to be known of it found out once, however many sockets it goes to. */
export class OutgoingFrame {
  readonly payload: Uint8Array;
  /** True for a frame that says whether an update was stored. */
  readonly isStatus: boolean;
  /** The reason of a frame that denies a document. */
  readonly denial: string | undefined;
  /** True for a frame that a client asked for: what its document lacks. */
  readonly isAnswer: boolean;
  #wire: Buffer | undefined;

  constructor(payload: Uint8Array) {
    this.payload = payload;
    this.isStatus = isStatus(payload);
    this.denial = readDenial(payload);
    this.isAnswer = isAnswer(payload);
  }

  /** The bytes for the socket. */
  get wire(): Buffer {
    this.#wire ??= writeServerFrame(this.payload);
    return this.#wire;
  }
}

// Such a frame is not worth its memory once it is sent.
const LARGE_BYTES = 65_536;
let last: OutgoingFrame | undefined;

/**
 * The frame of a payload. Hocuspocus gives a broadcast to one connection after the other as the same array, so that
 * remembering the last one frames each broadcast once.
 */
export function frameOf(payload: Uint8Array): OutgoingFrame {
  if (last?.payload === payload) return last;
  const frame = new OutgoingFrame(payload);
  last = frame;
  if (payload.length > LARGE_BYTES) setImmediate(() => forget(frame));
  return frame;
}

function forget(frame: OutgoingFrame): void {
  if (last === frame) last = undefined;
}
