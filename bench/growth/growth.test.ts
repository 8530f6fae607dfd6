import { expect, test } from 'vitest';
import { measureGrowth } from './measureGrowth.ts';

test('an hour in a small project writes each byte of an edit three times at most, and a day of it does not double it', async () => {
  const plan = { nodes: [300], people: 20, edits: 2000, generations: 40, ticks: 50, say: () => undefined };
  const figures = await measureGrowth(plan);
  const own = (name: string) => figures.find((figure) => figure.name === `growth.300.${name}`)?.ours ?? Infinity;
  expect(own('hour.folds')).toBeGreaterThan(0);
  expect(own('hour.amplification')).toBeLessThanOrEqual(3);
  expect(own('hour.amplification.rows')).toBeGreaterThan(own('hour.amplification'));
  expect(own('day.stored.ratio')).toBeLessThanOrEqual(2);
  expect(own('day.stored.ratio')).toBeGreaterThan(1);
});
