import type { Json } from '@studio/shared/document';
import { buildGraph } from '@studio/shared/graph';
import { expect, test } from 'vitest';
import type { LostValue } from '../sync/lost/lostValues.ts';
import { lossWords, type LossSources } from './lossWords.ts';

const SOURCES: LossSources = {
  graph: buildGraph(
    [
      { id: 'clip', type: 'generate.video', fields: { name: 'Pan' } },
      { id: 'shot', type: 'shot', fields: { number: '010', name: 'Pier' } },
    ],
    [],
  ),
  shotOfClip: (clipId) => (clipId === 'c' ? 'shot' : undefined),
  takeName: (takeId) => (takeId === 't1' ? 'SHOT-010_v01_take01.mp4' : undefined),
};

function value(place: LostValue['place'], mine: Json, theirs: Json) {
  return lossWords({ kind: 'value', key: 'k', place, mine, theirs, by: 7 }, SOURCES);
}

test('values are told as the screen shows them: choices by their labels, defaults for what was removed', () => {
  expect(value({ root: 'nodes', row: 'clip', field: 'quality' }, 'low', null)).toEqual({
    title: 'Pan',
    label: 'Quality',
    mine: 'Low · 12 GB',
    theirs: 'As the project',
  });
  expect(value({ root: 'nodes', row: 'clip', field: 'seconds' }, 4, null)).toMatchObject({
    mine: '4 s',
    theirs: '3 s',
  });
  const moved = value({ root: 'nodes', row: 'clip', field: 'position' }, { x: 12.4, y: -3 }, { x: 0, y: 0 });
  expect(moved).toMatchObject({ label: 'Position', mine: '12, -3', theirs: '0, 0' });
  expect(value({ root: 'nodes', row: 'clip', field: 'later' }, 'a', ['b'])).toMatchObject({ theirs: 'another value' });
});

test('picks, clips and the project are named', () => {
  expect(value({ root: 'selections', row: 'shot', field: null }, 't1', 't2')).toEqual({
    title: 'Shot 010 · Pier',
    label: 'Active Take',
    mine: 'SHOT-010_v01_take01.mp4',
    theirs: 'a Take',
  });
  expect(value({ root: 'clips', row: 'c', field: 'durationFrames' }, 24, 0)).toEqual({
    title: 'Shot 010 · Pier in the cut',
    label: 'Duration',
    mine: '24 frames',
    theirs: 'none set',
  });
  expect(value({ root: 'meta', row: 'title', field: null }, 'Mine', 'Theirs').title).toBe('The project');
});

test('a removed node is named as it was', () => {
  const copy = { fields: { type: 'shot', number: '020' }, texts: { description: 'Rain' } };
  const loss = { kind: 'record', key: 'k', place: { root: 'nodes', row: 'gone' }, copy } as const;
  expect(lossWords(loss, SOURCES)).toMatchObject({ title: 'Shot 020 · Untitled shot', mine: '' });
});
