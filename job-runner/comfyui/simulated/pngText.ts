import { crc32 } from 'node:zlib';

const SIGNATURE_AND_HEADER_BYTES = 8 + 25;

/** Adds a tEXt chunk for each key after the header chunk, as the PNG specification (third edition, 11.3.3.2) lays them out. */
export function addPngText(png: Buffer, texts: Readonly<Record<string, string>>): Buffer {
  const chunks = Object.entries(texts).map(([key, text]) => textChunk(key, text));
  return Buffer.concat([
    png.subarray(0, SIGNATURE_AND_HEADER_BYTES),
    ...chunks,
    png.subarray(SIGNATURE_AND_HEADER_BYTES),
  ]);
}

function textChunk(key: string, text: string): Buffer {
  // tEXt is Latin-1: everything else travels as a JSON escape, which is what the reader parses anyway.
  const escaped = text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const body = Buffer.from(`tEXt${key}\0${escaped}`, 'latin1');
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length - 4);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}
