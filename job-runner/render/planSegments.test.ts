import { unwrap } from '@studio/shared/result';
import { namedRates, parseEdl, rateNames } from '@studio/shared/timeline';
import { expect, test } from 'vitest';
import { microsecondAt, sampleAt, writeSeconds } from './filmClock.ts';
import { planSegments } from './planSegments.ts';

const plan = (lines: string[]) => planSegments(unwrap(parseEdl(lines.join('\n'), namedRates['24'])).events);

test('a dissolve takes the tail after the out point and the head of the next clip', () => {
  const segments = plan([
    '001  A        V     C        00:00:01:00 00:00:02:00 01:00:00:00 01:00:01:00',
    '002  A        V     C        00:00:02:00 00:00:02:00 01:00:01:00 01:00:01:00',
    '002  B        V     D    006 00:00:00:10 00:00:01:10 01:00:01:00 01:00:02:00',
  ]);
  expect(segments).toEqual([
    { startFrame: 0, frames: 24, layers: [{ reel: 'A', fromFrame: 24 }] },
    {
      startFrame: 24,
      frames: 6,
      layers: [
        { reel: 'A', fromFrame: 48 },
        { reel: 'B', fromFrame: 10 },
      ],
    },
    { startFrame: 30, frames: 18, layers: [{ reel: 'B', fromFrame: 16 }] },
  ]);
});

test('a clip that is all dissolve has no body, and fades mix with black', () => {
  const segments = plan([
    '001  BL       V     C        00:00:00:00 00:00:00:00 01:00:00:00 01:00:00:00',
    '001  A        V     D    024 00:00:01:00 00:00:02:00 01:00:00:00 01:00:01:00',
    '002  A        V     C        00:00:02:00 00:00:02:00 01:00:01:00 01:00:01:00',
    '002  BL       V     D    024 00:00:00:00 00:00:01:00 01:00:01:00 01:00:02:00',
  ]);
  expect(segments.map(({ layers }) => layers.map(({ reel }) => reel))).toEqual([
    [null, 'A'],
    ['A', null],
  ]);
});

test.each(rateNames)('rounded times at %s never drift from the film', (name) => {
  const rate = namedRates[name];
  for (const frame of [1, 7, 1001, 14_714, 172_800]) {
    expect(Math.abs(sampleAt(frame, rate) - (frame * rate.den * 48_000) / rate.num)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(microsecondAt(frame, rate) - (frame * rate.den * 1_000_000) / rate.num)).toBeLessThanOrEqual(0.5);
  }
});

test('seconds are written with all six decimals', () => {
  expect([0, 1, 1_000_000, 62_500_001].map(writeSeconds)).toEqual(['0.000000', '0.000001', '1.000000', '62.500001']);
});
