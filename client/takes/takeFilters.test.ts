import type { TakeRow } from '@studio/shared/document';
import { expect, test } from 'vitest';
import { reviewStatus } from './reviewStatus.ts';
import { ALL_TAKES, filterChoices, filterTakes, isFiltering } from './takeFilters.ts';

function take(id: string, person: string, pipelineId: string, kind: TakeRow['kind']): TakeRow {
  const media = { sha256: 'a'.repeat(64), mime: 'video/mp4', bytes: 1 };
  const recipe = {
    pipelineId,
    pipelineVersion: '1',
    prompt: '',
    seed: 1,
    parameters: {},
    worker: '',
    workflowSha256: '',
  };
  const names = { intentId: id, nodeId: 'n', slotId: 's', name: id, version: 1, number: 1 };
  const size = { width: 16, height: 9, frames: 1, rate: { num: 24, den: 1 }, hasAudio: false };
  const views = { media, thumbnail: media, filmstrip: null, waveform: null };
  const made = { quality: 'low', notice: '', madeBy: { id: person, name: person.toUpperCase() }, madeAt: 0 } as const;
  return { id, kind, recipe, ...names, ...size, ...views, ...made };
}

const takes = [take('1', 'bo', 'flux', 'image'), take('2', 'ada', 'wan', 'video'), take('3', 'ada', 'flux', 'image')];

test('filters narrow by person, pipeline and kind together', () => {
  expect(filterTakes(takes, ALL_TAKES)).toHaveLength(3);
  expect(filterTakes(takes, { ...ALL_TAKES, personId: 'ada', kind: 'image' }).map(({ id }) => id)).toEqual(['3']);
  expect(filterTakes(takes, { ...ALL_TAKES, pipelineId: 'wan' }).map(({ id }) => id)).toEqual(['2']);
  expect(isFiltering(ALL_TAKES)).toBe(false);
});

test('a filter offers what is there, each once and in order', () => {
  expect(filterChoices(takes)).toEqual({
    people: [
      { id: 'ada', name: 'ADA' },
      { id: 'bo', name: 'BO' },
    ],
    pipelineIds: ['flux', 'wan'],
  });
});

test('an open note keeps an approved shot from reading as done', () => {
  const counts = { id: 's', open: 0, resolved: 0, approved: 0, changes: 0 };
  expect(reviewStatus(false, undefined)).toBe('empty');
  expect(reviewStatus(true, undefined)).toBe('review');
  expect(reviewStatus(true, { ...counts, approved: 1 })).toBe('approved');
  expect(reviewStatus(true, { ...counts, approved: 1, open: 1 })).toBe('changes');
  expect(reviewStatus(true, { ...counts, approved: 1, changes: 1 })).toBe('changes');
});
