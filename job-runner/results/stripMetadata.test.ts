import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { withoutTextChunks } from './stripMetadata.ts';

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

test('the text of a PNG goes, its pixels stay', async () => {
  const pixels = { create: { width: 8, height: 8, channels: 3, background: '#c04010' } } as const;
  const png = await sharp(pixels).png().toBuffer();
  const afterHeader = 33;
  const texts = [chunk('tEXt', Buffer.from('prompt\0{"a":1}')), chunk('iTXt', Buffer.from('workflow\0\0\0\0\0secret'))];
  const told = Buffer.concat([png.subarray(0, afterHeader), ...texts, png.subarray(afterHeader)]);
  expect((await sharp(told).metadata()).comments).toBeDefined();
  const clean = withoutTextChunks(told);
  expect(clean).toEqual(png);
});
