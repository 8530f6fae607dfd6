import { crc32 as zipCrc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { crc32, seal, unseal } from './seal.ts';

const frame = new TextEncoder().encode('project/1: Shot 010, take 3');

test('the checksum is the one of zip', () => {
  for (const text of ['', 'a', '123456789']) {
    expect(crc32(new TextEncoder().encode(text))).toBe(zipCrc32(text));
  }
});

test('a sealed frame opens to what it was, also in the middle of a larger buffer', () => {
  expect(unseal(seal(frame))).toEqual(frame);
  const around = new Uint8Array(frame.length + 14);
  around.set(seal(frame), 5);
  expect(unseal(around.subarray(5, 5 + frame.length + 4))).toEqual(frame);
  expect(unseal(seal(new Uint8Array()))).toEqual(new Uint8Array());
});

test('a frame in which any single bit is flipped does not open, and neither does one that is cut off', () => {
  const sealed = seal(frame);
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const damaged = sealed.slice();
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(unseal(damaged)).toBeUndefined();
  }
  for (let length = 0; length < sealed.length; length += 1) expect(unseal(sealed.subarray(0, length))).toBeUndefined();
});
