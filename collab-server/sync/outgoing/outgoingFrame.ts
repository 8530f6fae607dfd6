import { isAnswer, isPresence, isStatus, readDenial } from '../wire.ts';
import { deflateMessage } from './deflateMessage.ts';
import { writeServerFrame } from './serverFrame.ts';

/** From this on compression saves more than it costs: the names of two people. */
const PRESENCE_BYTES = 250;
const OTHER_BYTES = 2048;
/** Above this it would hold up everybody else for longer than it is worth. */
const MOST_BYTES = 262_144;

/** What is to be known of a frame. */
export interface FrameTraits {
  /** True for a frame that says whether an update was stored. */
  readonly isStatus: boolean;
  /** True for a frame that a client asked for: what its document lacks. */
  readonly isAnswer: boolean;
  /** True for a frame that says who is here. */
  readonly isPresence: boolean;
  /** The reason of a frame that denies a document. */
  readonly denial: string | undefined;
}

/** A message on its way out: framed, and compressed, once for however many sockets it goes to. */
export class OutgoingFrame {
  readonly payload: Uint8Array;
  readonly traits: FrameTraits;
  /** True when it is worth compressing. */
  readonly isCompressible: boolean;
  #wire: Buffer | undefined;
  #deflatedAlone: Buffer | undefined;
  #deflatedAfter: { readonly id: symbol; readonly wire: Buffer } | undefined;
  /** Names the frame without keeping it: a chain of frames that know their predecessors would never be let go of. */
  readonly #id = Symbol('frame');

  constructor(payload: Uint8Array, traits: FrameTraits) {
    this.payload = payload;
    this.traits = traits;
    const isLarge = payload.length >= (traits.isPresence ? PRESENCE_BYTES : OTHER_BYTES);
    this.isCompressible = isLarge && payload.length <= MOST_BYTES;
  }

  /** The bytes for the socket. */
  get wire(): Buffer {
    this.#wire ??= writeServerFrame(this.payload);
    return this.#wire;
  }

  /**
   * The bytes, compressed, for a socket whose last compressed frame was `previous`. Done once for all that had the same:
   * a second group of readers, such as one that came in since, is sent one that stands alone, and is of the first from
   * then on.
   */
  deflated(previous: OutgoingFrame | undefined): Buffer {
    if (previous && !this.#deflatedAfter) {
      const wire = writeServerFrame(deflateMessage(this.payload, previous.payload), true);
      this.#deflatedAfter = { id: previous.#id, wire };
    }
    if (previous && this.#deflatedAfter?.id === previous.#id) return this.#deflatedAfter.wire;
    this.#deflatedAlone ??= writeServerFrame(deflateMessage(this.payload), true);
    return this.#deflatedAlone;
  }
}

// Such a frame is not worth its memory once it is sent.
const LARGE_BYTES = 65_536;
let last: OutgoingFrame | undefined;

/**
 * The frame of what Hocuspocus sends, which gives a broadcast to one connection after the other as the same array, so that
 * remembering the last one frames each broadcast once.
 */
export function frameOf(payload: Uint8Array): OutgoingFrame {
  if (last?.payload === payload) return last;
  const frame = new OutgoingFrame(payload, traitsOf(payload));
  last = frame;
  if (payload.length > LARGE_BYTES) setImmediate(() => forget(frame));
  return frame;
}

function forget(frame: OutgoingFrame): void {
  if (last === frame) last = undefined;
}

function traitsOf(payload: Uint8Array): FrameTraits {
  return {
    isStatus: isStatus(payload),
    isAnswer: isAnswer(payload),
    isPresence: isPresence(payload),
    denial: readDenial(payload),
  };
}
