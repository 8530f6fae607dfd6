import { namedRates } from '@studio/shared/timeline';
import { expect, test } from 'vitest';
import { assembleShots } from './assembleShots.ts';
import { dropPlace, fitScale, frameAt, rulerTicks, snapFrame } from './layout.ts';

const boxes = [
  { id: 'a', left: 0, width: 100 },
  { id: 'b', left: 100, width: 50 },
  { id: 'c', left: 150, width: 100 },
];

test('a dragged clip passes a neighbour at its middle, and its place counts among the others', () => {
  expect(dropPlace(boxes, 'a', 110)).toEqual({ index: 0, guide: 0 });
  expect(dropPlace(boxes, 'a', 130)).toEqual({ index: 1, guide: 150 });
  expect(dropPlace(boxes, 'a', 240)).toEqual({ index: 2, guide: 250 });
  expect(dropPlace(boxes, 'c', 40)).toEqual({ index: 0, guide: 0 });
  expect(dropPlace(boxes, 'c', 60)).toEqual({ index: 1, guide: 100 });
  expect(dropPlace(boxes, 'b', 60)).toEqual({ index: 1, guide: 100 });
});

test('a frame snaps to the nearest target in reach, and stays where it is otherwise', () => {
  const scale = { pixelsPerFrame: 2 };
  expect(snapFrame(50, [47, 52], scale)).toEqual({ frame: 52, target: 52 });
  expect(snapFrame(50, [40], scale)).toEqual({ frame: 50, target: null });
});

test('the whole film fits its width, and frames are found under pixels', () => {
  const scale = fitScale(1000, 500);
  expect(scale.pixelsPerFrame * 1000).toBeLessThanOrEqual(500);
  expect(frameAt(-5, scale)).toBe(0);
  expect(frameAt(480, scale)).toBe(1000);
});

test('the ruler marks whole frames, major ones far enough apart to be read', () => {
  for (const pixelsPerFrame of [0.05, 0.5, 3, 12, 40]) {
    const ticks = rulerTicks(0, 20_000, { pixelsPerFrame }, namedRates['23.976']);
    const majors = ticks.filter((tick) => tick.isMajor).map((tick) => tick.frame);
    expect((majors[1] ?? 1e9) - (majors[0] ?? 0)).toBeGreaterThanOrEqual(96 / pixelsPerFrame);
    expect(ticks.every((tick) => Number.isSafeInteger(tick.frame))).toBe(true);
  }
});

test('assembling adds only the shots that are missing, each behind the shot before it', () => {
  expect(assembleShots(['s1', 's2'], [])).toEqual([
    {
      index: 0,
      clips: [
        { id: 'clip-s1', shotId: 's1' },
        { id: 'clip-s2', shotId: 's2' },
      ],
    },
  ]);
  expect(assembleShots(['s1', 's2', 's3', 's4'], [{ shotId: 's3' }, { shotId: 's1' }])).toEqual([
    { index: 2, clips: [{ id: 'clip-s2', shotId: 's2' }] },
    { index: 1, clips: [{ id: 'clip-s4', shotId: 's4' }] },
  ]);
  expect(assembleShots(['s1'], [{ shotId: 's1' }])).toEqual([]);
});
