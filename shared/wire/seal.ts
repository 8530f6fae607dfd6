/** The parameter of the socket's address by which a client asks for sealed frames, and its one value. */
export const SEAL_PARAMETER = { name: 'seal', value: 'crc32' } as const;

const SEAL_BYTES = 4;
/** The polynomial of IEEE 802.3, bits reversed. */
const POLYNOMIAL = 0xed_b8_83_20;
const TABLE = Uint32Array.from({ length: 256 }, (_none, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  return remainder;
});

/**
 * A frame with its CRC-32 behind it, 4 bytes little-endian. Where a wire has no protection of its own (no TLS), a bit that
 * was flipped on the way would else be somebody's edit. It finds damage, not malice.
 */
export function seal(frame: Uint8Array): Uint8Array<ArrayBuffer> {
  const sealed = new Uint8Array(frame.length + SEAL_BYTES);
  sealed.set(frame);
  new DataView(sealed.buffer).setUint32(frame.length, crc32(frame), true);
  return sealed;
}

/** The frame that was sealed; undefined when it is not what was sent. The bytes are shared, not copied. */
export function unseal(sealed: Uint8Array): Uint8Array | undefined {
  const length = sealed.length - SEAL_BYTES;
  if (length < 0) return undefined;
  const frame = sealed.subarray(0, length);
  const expected = new DataView(sealed.buffer, sealed.byteOffset + length, SEAL_BYTES).getUint32(0, true);
  return crc32(frame) === expected ? frame : undefined;
}

/** CRC-32 as in IEEE 802.3 and zip, 0 to 2^32 - 1. */
export function crc32(bytes: Uint8Array): number {
  let remainder = 0xff_ff_ff_ff;
  for (const byte of bytes) remainder = (TABLE[(remainder ^ byte) & 0xff] ?? 0) ^ (remainder >>> 8);
  return (remainder ^ 0xff_ff_ff_ff) >>> 0;
}
