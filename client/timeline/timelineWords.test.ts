import type { CutEvent } from '@studio/shared/timeline';
import { expect, test } from 'vitest';
import { edlName } from './edlFile.ts';
import { renderObstacles } from './renderObstacles.ts';
import { timelineKey } from './useTimelineCommands.ts';

const gap = { kind: 'gap' } as CutEvent;
const clip = { kind: 'clip' } as CutEvent;
const ready = { canEdit: true, readOnlyReason: '', hasAssembler: true, events: [clip, gap] };

test('a film that can be rendered has nothing in its way; a gap among clips is allowed', () => {
  expect(renderObstacles(ready)).toEqual([]);
});

test('everything that stands in the way of a render is said at once', () => {
  const reasons = renderObstacles({
    ...ready,
    canEdit: false,
    readOnlyReason: 'You are a viewer.',
    hasAssembler: false,
    events: [],
  });
  expect(reasons).toHaveLength(3);
  expect(reasons[0]).toBe('You are a viewer.');
  expect(renderObstacles({ ...ready, events: [gap] })).toHaveLength(1);
});

test('keys of the timeline leave those of the browser alone', () => {
  const plain = { altKey: false, ctrlKey: false, metaKey: false };
  expect(timelineKey({ ...plain, key: 'Delete' })).toBe('remove');
  expect(timelineKey({ ...plain, key: '-', ctrlKey: true })).toBeUndefined();
  expect(timelineKey({ ...plain, key: 'ArrowLeft', altKey: true })).toBe('earlier');
  expect(timelineKey({ ...plain, key: 'ArrowLeft' })).toBeUndefined();
});

test('a title makes a file name on any disk', () => {
  expect(edlName('Nuit d’été: le film')).toBe('Nuit-d-ete-le-film');
  expect(edlName('夜')).toBe('Cut');
});
