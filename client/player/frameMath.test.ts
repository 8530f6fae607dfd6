import { namedRates, rateNames } from '@studio/shared/timeline';
import { expect, test } from 'vitest';
import { filmstripCell, filmstripStyle } from './filmstripCell.ts';
import { clampFrame, frameAtPixel, frameOfMediaTime, percentOfFrame, seekSeconds, takeFrameAt } from './frameMath.ts';

test('a seek lands in the middle of its frame in every rate, so that the frame drawn is the frame asked for', () => {
  for (const name of rateNames) {
    const rate = namedRates[name];
    for (let frame = 0; frame < 4000; frame += 7) {
      const seconds = seekSeconds(frame, rate);
      expect(Math.floor((seconds * rate.num) / rate.den + 1e-9)).toBe(frame);
    }
  }
});

test('the media time of a drawn frame is rounded, because containers keep it with few digits', () => {
  expect(frameOfMediaTime(0.041, namedRates['24'])).toBe(1);
  expect(frameOfMediaTime(0.0417, namedRates['23.976'])).toBe(1);
  expect(frameOfMediaTime(100.0665, namedRates['29.97'])).toBe(2999);
});

test('a frame never leaves the Take', () => {
  expect(clampFrame(-3, 10)).toBe(0);
  expect(clampFrame(10, 10)).toBe(9);
  expect(clampFrame(5, 0)).toBe(0);
});

test('frames of the cut are read as frames of the Take at its own rate', () => {
  const take = { frames: 48, rate: { num: 16, den: 1 } };
  expect(takeFrameAt(24, namedRates['24'], take)).toBe(16);
  expect(takeFrameAt(9999, namedRates['24'], take)).toBe(47);
});

test('a scrub track gives every frame an equal share, and its ends the first and last frame', () => {
  expect(frameAtPixel(0, 480, 48)).toBe(0);
  expect(frameAtPixel(19, 480, 48)).toBe(1);
  expect(frameAtPixel(480, 480, 48)).toBe(47);
  expect(frameAtPixel(5, 0, 48)).toBe(0);
  expect(percentOfFrame(47, 48)).toBe(100);
  expect(percentOfFrame(0, 1)).toBe(0);
});

test('a filmstrip shows the picture nearest before a frame', () => {
  const grid = { columns: 4, rows: 3, frames: 10 };
  expect(filmstripCell(grid, 0, 100)).toEqual({ column: 0, row: 0 });
  expect(filmstripCell(grid, 59, 100)).toEqual({ column: 1, row: 1 });
  expect(filmstripCell(grid, 99, 100)).toEqual({ column: 1, row: 2 });
  expect(filmstripStyle(grid, '/media/x', 99, 100).backgroundPosition).toBe('33.33333333333333% 100%');
});
