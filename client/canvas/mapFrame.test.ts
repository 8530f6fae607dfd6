import { expect, test } from 'vitest';
import { frameOf, onCanvas, onMap } from './mapFrame.ts';

const SIZE = { width: 160, height: 100 };

test('all nodes lie within the map, in proportion', () => {
  const boxes = [
    { x: -1000, y: 0, width: 200, height: 100 },
    { x: 9000, y: 3000, width: 200, height: 100 },
  ];
  const frame = frameOf(boxes, SIZE);
  if (!frame) throw new Error('There are boxes.');
  for (const box of boxes) {
    const shown = onMap(frame, box);
    expect(shown.x).toBeGreaterThan(0);
    expect(shown.x + shown.width).toBeLessThan(SIZE.width);
    expect(shown.y).toBeGreaterThan(0);
    expect(shown.y + shown.height).toBeLessThan(SIZE.height);
  }
});

test('a place on the map is the place of the canvas that is shown there', () => {
  const frame = frameOf([{ x: 40, y: -20, width: 400, height: 3000 }], SIZE);
  if (!frame) throw new Error('There is a box.');
  const shown = onMap(frame, { x: 100, y: 700, width: 0, height: 0 });
  const back = onCanvas(frame, shown);
  expect([Math.round(back.x), Math.round(back.y)]).toEqual([100, 700]);
});

test('without nodes there is no map', () => {
  expect(frameOf([], SIZE)).toBeUndefined();
});
