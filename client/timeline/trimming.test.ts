import { namedRates } from '@studio/shared/timeline';
import { expect, test } from 'vitest';
import { trimBy, trimRange, trimSubject, trimToPlayhead } from './trimming.ts';

const clip = { sourceInFrames: 10, sourceOutFrames: 40, availableFrames: 50 };
const still = { sourceInFrames: 0, sourceOutFrames: 48, availableFrames: Number.POSITIVE_INFINITY };

test('the in point moves within the Take and leaves at least one frame', () => {
  expect(trimBy(clip, 'in', 5)).toEqual({ trimInFrames: 15, durationFrames: 25 });
  expect(trimBy(clip, 'in', -99)).toEqual({ trimInFrames: 0, durationFrames: 40 });
  expect(trimBy(clip, 'in', 99)).toEqual({ trimInFrames: 39, durationFrames: 1 });
});

test('the out point moves to the end of the Take and no further, which is kept as “to the end”', () => {
  expect(trimBy(clip, 'out', -5)).toEqual({ trimInFrames: 10, durationFrames: 25 });
  expect(trimBy(clip, 'out', 99)).toEqual({ trimInFrames: 10, durationFrames: 0 });
  expect(trimRange(clip, 'out')).toEqual({ least: -29, most: 10 });
});

test('a still and a gap get longer and shorter at both ends and have no in point', () => {
  expect(trimBy(still, 'in', 8)).toEqual({ trimInFrames: 0, durationFrames: 40 });
  expect(trimBy(still, 'in', -8)).toEqual({ trimInFrames: 0, durationFrames: 56 });
  expect(trimBy(still, 'out', 100)).toEqual({ trimInFrames: 0, durationFrames: 148 });
});

test('trimming to the playhead keeps the frame under it', () => {
  const event = { recordInFrames: 100, recordOutFrames: 130 };
  expect(trimToPlayhead(event, clip, 'in', 105)).toEqual({ trimInFrames: 15, durationFrames: 25 });
  expect(trimToPlayhead(event, clip, 'out', 105)).toEqual({ trimInFrames: 10, durationFrames: 6 });
  expect(trimToPlayhead(event, clip, 'out', 129)).toBeUndefined();
  expect(trimToPlayhead(event, clip, 'in', 130)).toBeUndefined();
});

test('what a Take can give is counted at the rate of the cut', () => {
  const event = { kind: 'clip', sourceInFrames: 0, sourceOutFrames: 24 } as const;
  const take = { kind: 'video', frames: 32, rate: namedRates['48'] };
  expect(trimSubject(event, take, namedRates['24']).availableFrames).toBe(16);
  expect(trimSubject({ ...event, kind: 'gap' }, undefined, namedRates['24']).availableFrames).toBe(Infinity);
});
