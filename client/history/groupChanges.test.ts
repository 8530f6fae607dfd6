import { expect, test } from 'vitest';
import { groupByDay, groupChanges } from './groupChanges.ts';

test('what changed is grouped with the cut first and the layout last', () => {
  const change = (kind: 'layout' | 'cut' | 'take', text: string) => ({ kind, text, nodeId: null });
  const groups = groupChanges([
    change('layout', 'moved'),
    change('take', 'b'),
    change('cut', 'a'),
    change('take', 'c'),
  ]);
  expect(groups.map((group) => [group.title, group.changes.map(({ text }) => text)])).toEqual([
    ['Cut', ['a']],
    ['Takes', ['b', 'c']],
    ['Layout', ['moved']],
  ]);
});

test('snapshots stand under their day, newest first', () => {
  const now = new Date(2026, 4, 20, 12).getTime();
  const hour = 3_600_000;
  const entries = [{ at: now - 30 * hour }, { at: now - hour }, { at: now - 2 * hour }, { at: now - 200 * hour }];
  const groups = groupByDay(entries, now);
  expect(groups.map((group) => [group.day, group.entries.length])).toEqual([
    ['Today', 2],
    ['Yesterday', 1],
    ['12 May 2026', 1],
  ]);
  expect(groups[0]?.entries[0]?.at).toBe(now - hour);
});
