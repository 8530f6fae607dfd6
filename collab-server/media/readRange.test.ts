import { expect, test } from 'vitest';
import { readRange } from './readRange.ts';

test.each([
  ['bytes=0-0', { first: 0, last: 0 }],
  ['bytes=0-', { first: 0, last: 999 }],
  ['bytes=500-600', { first: 500, last: 600 }],
  ['bytes=900-5000', { first: 900, last: 999 }],
  ['bytes=-1', { first: 999, last: 999 }],
  ['bytes=-5000', { first: 0, last: 999 }],
  ['bytes=1000-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=5-4', undefined],
  ['bytes=-', undefined],
  ['bytes=0-1,5-6', undefined],
  ['frames=0-1', undefined],
  ['bytes=a-b', undefined],
  [undefined, undefined],
])('%s of 1000 bytes', (header, expected) => {
  expect(readRange(header, 1000)).toEqual(expected);
});

test('an empty body has no satisfiable range', () => {
  expect(readRange('bytes=0-', 0)).toBe('unsatisfiable');
  expect(readRange('bytes=-1', 0)).toBe('unsatisfiable');
});
