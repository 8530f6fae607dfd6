import { constants, inflateRawSync } from 'node:zlib';

const BINARY = 0x2;
const FINAL = 0x80;
const COMPRESSED = 0x40;
// What permessage-deflate leaves out at the end of each message (RFC 7692, 7.2.2).
const DEFLATE_TAIL = Buffer.from([0, 0, 0xff, 0xff]);
// A mask of zeros is a mask: the server undoes it as any other, and the generator saves the work.
const MASKED = 0x80;
const MASK = Buffer.alloc(4);

/** A sign of life, also unasked (RFC 6455, 5.5.3). */
export const PONG = Buffer.from([FINAL | 0xa, MASKED, ...MASK]);

/** One binary message as a client sends it (RFC 6455, 5.2). */
export function maskedFrame(payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([FINAL | BINARY]), lengthOf(payload.length), MASK, payload]);
}

function lengthOf(length: number): Buffer {
  if (length < 126) return Buffer.from([MASKED | length]);
  if (length < 65_536) return Buffer.from([MASKED | 126, length >> 8, length & 0xff]);
  const header = Buffer.alloc(9);
  header[0] = MASKED | 127;
  header.writeBigUInt64BE(BigInt(length), 1);
  return header;
}

/**
 * Returns a reader that takes what a server sent, piece by piece, and gives the binary messages that became whole.
 * Compressed ones are read too, each time from the first: for the few frames of entering, no more.
 */
export function createFrameReader(): (bytes: Buffer) => readonly Uint8Array[] {
  let unread: Buffer = Buffer.alloc(0);
  let compressed: Buffer = Buffer.alloc(0);
  let inflatedBytes = 0;
  const inflate = (payload: Uint8Array): Uint8Array => {
    // A message may refer to what came in the ones before it.
    compressed = Buffer.concat([compressed, payload, DEFLATE_TAIL]);
    const all = inflateRawSync(compressed, { finishFlush: constants.Z_SYNC_FLUSH });
    const own = all.subarray(inflatedBytes);
    inflatedBytes = all.length;
    return own;
  };
  return (bytes) => {
    unread = Buffer.concat([unread, bytes]);
    const payloads: Uint8Array[] = [];
    for (let frame = readFrame(unread); frame; frame = readFrame(unread)) {
      unread = frame.rest;
      if (frame.opcode === BINARY) payloads.push(frame.isCompressed ? inflate(frame.payload) : frame.payload);
    }
    return payloads;
  };
}

interface Frame {
  readonly opcode: number;
  readonly isCompressed: boolean;
  readonly payload: Buffer;
  readonly rest: Buffer;
}

function readFrame(bytes: Buffer): Frame | undefined {
  const [first, length] = bytes;
  if (first === undefined || length === undefined) return undefined;
  const begin = 2 + (length === 126 ? 2 : length === 127 ? 8 : 0);
  if (bytes.length < begin) return undefined;
  const size = begin === 2 ? length : begin === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < begin + size) return undefined;
  return {
    opcode: first & 0x0f,
    isCompressed: (first & COMPRESSED) !== 0,
    payload: bytes.subarray(begin, begin + size),
    rest: bytes.subarray(begin + size),
  };
}
