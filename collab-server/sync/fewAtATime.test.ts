import { expect, test } from 'vitest';
import { fewAtATime } from './fewAtATime.ts';

test('no more than the limit run at once, each in its turn, and one that fails makes room like any other', async () => {
  const inTurn = fewAtATime(2);
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  const began: number[] = [];
  const outcomes = gates.map(({ promise }, at) =>
    inTurn(async () => {
      began.push(at);
      await promise;
      return at;
    }).catch(() => 'failed'),
  );
  await Promise.resolve();
  expect(began).toEqual([0, 1]);
  gates[1]?.reject(new Error('broken'));
  await outcomes[1];
  await expect.poll(() => began).toEqual([0, 1, 2]);
  for (const gate of gates) gate.resolve();
  expect(await Promise.all(outcomes)).toEqual([0, 'failed', 2, 3, 4]);
  expect(began).toEqual([0, 1, 2, 3, 4]);
});
