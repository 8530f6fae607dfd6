import type { ClipEvent, CutEvent } from '@studio/shared/timeline';
import { expect, test } from 'vitest';
import { assignSlots, clipAfter, layersAt } from './cutLayers.ts';

function clip(id: string, from: number, to: number, sourceIn: number, dissolve = 0): ClipEvent {
  const transition = dissolve === 0 ? ({ kind: 'cut' } as const) : ({ kind: 'dissolve', frames: dissolve } as const);
  const source = { sourceInFrames: sourceIn, sourceOutFrames: sourceIn + to - from };
  const record = { recordInFrames: from, recordOutFrames: to };
  return { id, kind: 'clip', clipName: id, mediaSha256: id, reel: 'R', ...source, ...record, transition };
}

const gap: CutEvent = {
  ...clip('gap', 20, 30, 0),
  kind: 'gap',
  mediaSha256: null,
  reel: 'BL',
};
const cut = { events: [clip('a', 0, 10, 5), clip('b', 10, 20, 0, 3), gap, clip('c', 30, 40, 100)] };

test('a frame of the film shows the clip at its own frame', () => {
  expect(layersAt(cut, 4)).toEqual([{ event: cut.events[0], sourceFrame: 9, opacity: 1 }]);
  expect(layersAt(cut, 39)[0]?.sourceFrame).toBe(109);
});

test('a dissolve mixes the frames after the out point of the clip before with the first of the next', () => {
  const [below, above] = layersAt(cut, 11);
  expect([below?.event.id, below?.sourceFrame, below?.opacity]).toEqual(['a', 16, 1]);
  expect([above?.event.id, above?.sourceFrame, above?.opacity]).toEqual(['b', 1, 0.5]);
  expect(layersAt(cut, 13)).toHaveLength(1);
});

test('a gap and the end of the film show nothing', () => {
  expect(layersAt(cut, 25)).toEqual([]);
  expect(layersAt(cut, 40)).toEqual([]);
});

test('the clip to load next is known in both directions', () => {
  expect(clipAfter(cut, 12, 1)?.id).toBe('c');
  expect(clipAfter(cut, 35, -1)?.id).toBe('b');
  expect(clipAfter(cut, 35, 1)).toBeUndefined();
});

test('slots alternate: the clip that plays keeps its own, the next takes the other', () => {
  expect(assignSlots([null, null], ['a', 'b'])).toEqual(['a', 'b']);
  expect(assignSlots(['a', 'b'], ['b', 'c'])).toEqual(['c', 'b']);
  expect(assignSlots(['c', 'b'], ['c'])).toEqual(['c', 'b']);
  expect(assignSlots(['a', 'b'], [])).toEqual(['a', 'b']);
});
