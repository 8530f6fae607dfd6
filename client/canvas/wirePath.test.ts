import { expect, test } from 'vitest';
import { goesBack, wirePath } from './wirePath.ts';

const tops = { sourceTop: 48, targetTop: 70 };
const numbersOf = (path: string) => (path.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

test('a wire to the right is a curve between its ends', () => {
  const ends = { sourceX: 0, sourceY: 48, targetX: 200, targetY: 70, ...tops };
  expect(goesBack(ends)).toBe(false);
  expect(wirePath(ends)[0]).toMatch(/^M0,48 C/);
});

test('a wire to the node below runs in the lane between the two', () => {
  const ends = { sourceX: 240, sourceY: 48, targetX: 0, targetY: 330, ...tops };
  expect(goesBack(ends)).toBe(true);
  const numbers = numbersOf(wirePath(ends)[0]);
  // The lower node begins at 260, the upper one ends at 208.
  expect(numbers).toContain(234);
  expect(Math.min(...numbers)).toBe(-20);
});

test('a wire to the node above runs in the lane above its source', () => {
  const [path] = wirePath({ sourceX: 240, sourceY: 308, targetX: 0, targetY: 70, ...tops });
  expect(numbersOf(path)).toContain(234);
});
