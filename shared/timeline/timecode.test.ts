import { expect, test } from 'vitest';
import fc from 'fast-check';
import vectors from './fixtures/timecodeVectors.json' with { type: 'json' };
import { framesPerDay, isRate, namedRates, nameOfRate, type Rate, rateNames } from './rate.ts';
import { formatTimecode, parseTimecode } from './timecode.ts';

const rateOf = ({ num, den, drop }: { num: number; den: number; drop: number }): Rate =>
  drop > 0 ? { num, den, drop: true } : { num, den };

test.each(vectors)('every known label of $rate is written and read as its frame', (known) => {
  const rate = rateOf(known);
  expect(framesPerDay(rate)).toBe(known.framesPerDay);
  for (const [frame, label] of known.vectors as [number, string][]) {
    expect(formatTimecode(frame, rate)).toBe(label);
    expect(parseTimecode(label, rate)).toEqual({ ok: true, value: frame });
  }
  for (const label of known.invalid) {
    expect(parseTimecode(label, rate)).toMatchObject({ ok: false, failure: { reason: 'timecode-dropped-label' } });
  }
});

test('every named rate is usable, finds its name again and has known labels', () => {
  expect(rateNames.every((name) => isRate(namedRates[name]) && nameOfRate(namedRates[name]) === name)).toBe(true);
  expect(new Set(vectors.map((known) => nameOfRate(rateOf(known))))).toEqual(new Set(rateNames));
});

test('reading undoes writing for every frame of a day at every rate', () => {
  const cases = fc.constantFrom(...rateNames).chain((name) => {
    const rate = namedRates[name];
    return fc.tuple(fc.constant(rate), fc.integer({ min: 0, max: framesPerDay(rate) - 1 }));
  });
  fc.assert(
    fc.property(cases, ([rate, frame]) => {
      expect(parseTimecode(formatTimecode(frame, rate), rate)).toEqual({ ok: true, value: frame });
    }),
    { numRuns: 2000 },
  );
});

test('drop-frame labels never repeat and never step back over ten minutes', () => {
  const rate = namedRates['29.97df'];
  const labels = Array.from({ length: 17_983 }, (_, frame) => formatTimecode(frame, rate));
  expect(new Set(labels).size).toBe(labels.length);
  expect([...labels].sort()).toEqual(labels);
  expect(labels.at(-1)).toBe('00:10:00;00');
});

test.each([
  ['', 'timecode-malformed'],
  ['12:00', 'timecode-malformed'],
  ['aa:00:00:00', 'timecode-malformed'],
  ['-1:00:00:00', 'timecode-malformed'],
  ['24:00:00:00', 'timecode-out-of-range'],
  ['00:60:00:00', 'timecode-out-of-range'],
  ['00:00:60:00', 'timecode-out-of-range'],
  ['00:00:00:24', 'timecode-out-of-range'],
])('"%s" at 24 is refused as %s', (text, reason) => {
  expect(parseTimecode(text, namedRates['24'])).toMatchObject({ ok: false, failure: { reason } });
});

test('a refusal says which field is wrong and what it can be', () => {
  const outcome = parseTimecode('01:00:00:25', namedRates['25']);
  expect(outcome).toMatchObject({
    failure: { message: '"01:00:00:25": frames at this rate go from 0 to 24, not 25.' },
  });
});

test('labels start again after a day, and a broken frame number is a bug', () => {
  expect(formatTimecode(framesPerDay(namedRates['24']), namedRates['24'])).toBe('00:00:00:00');
  for (const frame of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => formatTimecode(frame, namedRates['24'])).toThrow(RangeError);
  }
});

test.each([
  { num: 0, den: 1 },
  { num: 24, den: 0 },
  { num: Number.NaN, den: 1 },
  { num: 24, den: 1, drop: true },
  null,
  24,
])('%o is no rate', (value) => {
  expect(isRate(value)).toBe(false);
});
