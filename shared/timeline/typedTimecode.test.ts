import { expect, test } from 'vitest';
import { namedRates } from './rate.ts';
import { readTypedTimecode } from './typedTimecode.ts';

const at24 = { rate: namedRates['24'], playheadFrames: 100, startTimecodeFrames: 86_400 };

test.each([
  ['1500', 15 * 24],
  ['15:00', 15 * 24],
  ['15.00', 15 * 24],
  ['100', 24],
  ['0', 0],
  ['30', 30],
  ['1:00:00', 60 * 24],
  ['01:00:02:03', 2 * 24 + 3],
  ['01000203', 2 * 24 + 3],
  ['+30', 130],
  ['+90', 190],
  ['+1:00', 124],
  ['+ 100', 124],
  ['-1:00', 76],
  ['-30', 70],
  ['-5:00', 0],
])('%s in a film that starts at 01:00:00:00 leads to frame %i', (text, frame) => {
  expect(readTypedTimecode(text, at24)).toEqual({ ok: true, value: frame });
});

test.each(['', 'x', '+', ':', '1:2:3:4:5', '123456789', '--1', '1e3'])('"%s" is refused with examples', (text) => {
  expect(readTypedTimecode(text, at24)).toMatchObject({ ok: false, failure: { reason: 'entry-malformed' } });
});

test('a position before the film starts is refused', () => {
  expect(readTypedTimecode('00:59:00:00', at24)).toMatchObject({ failure: { reason: 'entry-before-start' } });
});

test('a typed label that drop-frame skips lands on the first frame of its minute', () => {
  const context = { rate: namedRates['29.97df'], playheadFrames: 0, startTimecodeFrames: 0 };
  expect(readTypedTimecode('1:00:00', context)).toEqual({ ok: true, value: 1800 });
  expect(readTypedTimecode('+1000000', context)).toEqual({ ok: true, value: 107_892 });
});
