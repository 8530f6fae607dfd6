import { expect, test } from 'vitest';
import { findEntries, type PaletteEntry } from './findEntries.ts';

const entry = (group: PaletteEntry['group'], label: string): PaletteEntry => ({
  id: label,
  group,
  label,
  onSelect: () => undefined,
});
const ENTRIES = [
  entry('View', 'Timeline'),
  entry('Command', 'Name this version'),
  entry('Shot', 'Shot 010 · The storm'),
  entry('Shot', 'Shot 020 · Lost time'),
  entry('Take', 'SHOT-010_v01_take02.mp4'),
];
const labels = (query: string) => findEntries(ENTRIES, query).map(({ label }) => label);

test('without a query everything but Takes stands in its order', () => {
  expect(labels(' ')).toEqual(['Timeline', 'Name this version', 'Shot 010 · The storm', 'Shot 020 · Lost time']);
});

test('a name that begins with the query comes before one that holds it', () => {
  expect(labels('time')).toEqual(['Timeline', 'Shot 020 · Lost time']);
  expect(labels('ver')).toEqual(['Name this version']);
});

test('every word must be there, in any order, and the kind counts as a word', () => {
  expect(labels('storm 010')).toEqual(['Shot 010 · The storm']);
  expect(labels('take 010')).toEqual(['SHOT-010_v01_take02.mp4']);
  expect(labels('nobody')).toEqual([]);
});
