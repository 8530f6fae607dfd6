import { constants, deflateRawSync } from 'node:zlib';

// Higher levels take a third more time for a twentieth fewer bytes.
const LEVEL = 3;
/** What a sync flush ends with, and permessage-deflate leaves out. */
const TAIL_BYTES = 4;

/**
 * Compresses a message as permessage-deflate carries it. After `previous`, it refers to what that one said: for a reader
 * whose last compressed message was `previous`, whatever came before.
 */
export function deflateMessage(payload: Uint8Array, previous?: Uint8Array): Buffer {
  const flush = { level: LEVEL, finishFlush: constants.Z_SYNC_FLUSH };
  const deflated = deflateRawSync(payload, previous ? { ...flush, dictionary: previous } : flush);
  return deflated.subarray(0, -TAIL_BYTES);
}
