// As in RFC 6455: the last fragment of a binary message, and the bit that says that it is compressed (RFC 7692).
const BINARY_MESSAGE = 0x82;
const COMPRESSED = 0x40;
const TWO_BYTE_LENGTH = 126;
const EIGHT_BYTE_LENGTH = 127;

/**
 * Writes a message as a server's WebSocket frame. Servers do not mask, so the same bytes may go to any number of sockets;
 * `isCompressed` says that the payload is raw deflate without its last four bytes.
 */
export function writeServerFrame(payload: Uint8Array, isCompressed = false): Buffer {
  const { length } = payload;
  const headerBytes = length < TWO_BYTE_LENGTH ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + length);
  frame[0] = isCompressed ? BINARY_MESSAGE | COMPRESSED : BINARY_MESSAGE;
  if (headerBytes === 2) {
    frame[1] = length;
  } else if (headerBytes === 4) {
    frame[1] = TWO_BYTE_LENGTH;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = EIGHT_BYTE_LENGTH;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(payload, headerBytes);
  return frame;
}
