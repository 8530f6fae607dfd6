import { expect, test } from 'vitest';
import { formatReport, reportJson } from './report.ts';
import { quantile } from './statistics.ts';
import { shortNumber } from './textTable.ts';

const FIGURE = {
  name: 'demo.lost',
  unit: 'edits',
  ours: 3,
  peer: null,
  peerName: null,
  ratio: null,
  target: 0,
  ok: false,
  spread: { ours: [0, 3], peer: null },
} as const;

test('a report is a table, and its figures are JSON in the keys that other tools read', () => {
  const table = formatReport({ benchmark: 'demo', figures: [FIGURE], repetitions: 2, busyCores: 1.5 });
  expect(table).toMatch(/demo\.lost +edits +3\.00 +0 +NO +0–3\.00/);
  const keys = ['name', 'unit', 'ours', 'peer', 'peerName', 'ratio', 'target', 'ok', 'spread'];
  expect(Object.keys(JSON.parse(reportJson([FIGURE])).figures[0])).toEqual(keys);
});

test('numbers are as long as they need to be, and what is not there is a dash', () => {
  expect([0, 0.1234, 12.345, 12_345.6, null].map(shortNumber)).toEqual(['0', '0.123', '12.3', '12346', '-']);
});

test('quantiles are of the samples', () => {
  expect(quantile([5, 1, 3], 0.5)).toBe(3);
  expect(quantile([1, 2, 3, 4], 0.99)).toBe(4);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});
