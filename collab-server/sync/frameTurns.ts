import { OutgoingMessage } from '@hocuspocus/server';
import { mergeUpdates } from 'yjs';
import { readAddress, readEdit } from './wire.ts';

/** As much as is merged into one: a burst, and not so much that others wait for it. */
const MOST_EDITS = 100;
const MOST_BYTES = 262_144;

/**
 * The frames of one connection on their way to Hocuspocus, one at a time. Hocuspocus takes them one after the other too,
 * each edit with a commit of its own; here the edits that came during a commit go on as one, so that who writes fast waits
 * for two commits at most, however slow they are.
 */
export class FrameTurns {
  readonly #handOver: (frame: Uint8Array, edits: number) => void;
  #waiting: Uint8Array[] = [];
  #current: Uint8Array | undefined;
  /** So many of those that wait could not be merged. */
  #unmergeable = 0;

  /** `handOver` hears how many edits a frame stands for: its sender expects as many acknowledgements. */
  constructor(handOver: (frame: Uint8Array, edits: number) => void) {
    this.#handOver = handOver;
  }

  take(frame: Uint8Array): void {
    if (this.#current) this.#waiting.push(frame);
    else this.#begin(frame, 1);
  }

  /** Hocuspocus has done with a frame. */
  finish(frame: Uint8Array): void {
    if (frame !== this.#current) return;
    this.#current = undefined;
    const [first] = this.#waiting;
    if (!first) return;
    const run = this.#unmergeable > 0 ? 1 : countEdits(this.#waiting);
    const merged = run > 1 ? mergeEdits(this.#waiting.slice(0, run)) : undefined;
    if (run > 1 && !merged) this.#unmergeable = run;
    this.#unmergeable = Math.max(0, this.#unmergeable - 1);
    this.#waiting.splice(0, merged ? run : 1);
    this.#begin(merged ?? first, merged ? run : 1);
  }

  #begin(frame: Uint8Array, edits: number): void {
    this.#current = frame;
    this.#handOver(frame, edits);
  }
}

// How many of the first frames are edits that may go together; 1 when the first is none.
function countEdits(frames: readonly Uint8Array[]): number {
  let count = 0;
  let bytes = 0;
  for (const frame of frames) {
    bytes += frame.length;
    if (count === MOST_EDITS || bytes > MOST_BYTES || !readEdit(frame)) break;
    count += 1;
  }
  return Math.max(1, count);
}

function mergeEdits(frames: readonly Uint8Array[]): Uint8Array | undefined {
  const edits = frames.flatMap((frame) => readEdit(frame) ?? []);
  const address = frames[0] && readAddress(frames[0]);
  if (address === undefined) return undefined;
  try {
    return new OutgoingMessage(address).createSyncMessage().writeUpdate(mergeUpdates(edits)).toUint8Array();
  } catch {
    // One of them is no update. Each goes on alone, and that one is refused.
    return undefined;
  }
}
