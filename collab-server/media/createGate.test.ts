import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createGate } from './createGate.ts';

test('never more than its width run, all of them run, and a failure frees its place', async () => {
  const gate = createGate(2);
  let running = 0;
  let most = 0;
  const works = Array.from({ length: 9 }, (_, index) =>
    gate(async () => {
      running += 1;
      most = Math.max(most, running);
      await setImmediate();
      running -= 1;
      if (index % 3 === 0) throw new Error('failed');
      return index;
    }),
  );
  const results = await Promise.allSettled(works);
  expect(most).toBe(2);
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(6);
  expect(await gate(async () => 'open')).toBe('open');
});
