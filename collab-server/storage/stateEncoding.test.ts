import { expect, test } from 'vitest';
import { openState, packState, type StateEncoding } from './stateEncoding.ts';

test('a state is opened as it was packed', async () => {
  const update = Uint8Array.from({ length: 5000 }, (_, at) => at % 7);
  const packed = packState(update);
  const opened = await openState(packed, 'v2-brotli');
  expect(opened).toMatchObject({ format: 'v2', storedBytes: packed.length });
  expect([...opened.update]).toEqual([...update]);
});

test('a state that only a newer server can read fails to load; it is not taken for none', async () => {
  await expect(openState(Uint8Array.of(1), 'v9' as StateEncoding)).rejects.toThrow('cannot read');
});
