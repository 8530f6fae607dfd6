import { expect, test } from 'vitest';
import { partOneByOne } from './partings.ts';

test('two hundred sockets are told to come back one after the other, within a second or so', async () => {
  const toldAt: number[] = [];
  const began = performance.now();
  const close = (code: number, reason: string) => {
    expect([code, reason]).toEqual([1012, 'restart']);
    toldAt.push(performance.now() - began);
  };
  await partOneByOne(Array.from({ length: 200 }, () => ({ close })));
  expect(toldAt).toHaveLength(200);
  const inFirstStep = toldAt.filter((at) => at < 15).length;
  expect(inFirstStep).toBeLessThanOrEqual(4);
  expect(toldAt.at(-1)).toBeGreaterThan(800);
});

test('a single socket does not wait', async () => {
  const began = performance.now();
  await partOneByOne([{ close: () => undefined }]);
  expect(performance.now() - began).toBeLessThan(15);
});
