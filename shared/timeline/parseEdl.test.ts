import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEdl } from './parseEdl.ts';
import { namedRates } from './rate.ts';

const rate = namedRates['24'];
const parse = (lines: string[], at = rate) => parseEdl(lines.join('\n'), at);
const events = (lines: string[], at = rate) => {
  const outcome = parse(lines, at);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value.events.map((event) => {
    const { reel, recordInFrames, recordOutFrames, transition } = event;
    const mix = transition.kind === 'dissolve' ? ` mix ${transition.frames}` : '';
    return `${reel} ${recordInFrames}-${recordOutFrames}${mix}`;
  });
};

const dissolve = [
  '001  CLIPA    V     C        01:00:04:05 01:00:04:14 01:00:00:00 01:00:00:09',
  '002  CLIPA    V     C        01:00:04:14 01:00:04:14 01:00:00:09 01:00:00:09',
  '002  CLIPB    V     D    010 01:00:08:08 01:00:08:18 01:00:00:09 01:00:00:19',
  'EFFECTS NAME IS CROSS DISSOLVE',
  '* FROM CLIP NAME: clip_A',
  '* TO CLIP NAME: clip_B',
];

test('a two-line dissolve is one event that mixes with the one before', () => {
  expect(events(dissolve)).toEqual(['CLIPA 0-9', 'CLIPB 9-19 mix 10']);
  const outcome = parse(dissolve);
  expect(outcome.ok && outcome.value.events[1]?.clipName).toBe('clip_B');
});

test('columns drift, tabs, wide reels, one-digit events and trailing spaces are read', () => {
  expect(events(['1\tABC\tV\tC\t\t00:00:00:00\t00:00:01:00\t00:00:00:00\t00:00:01:00  '])).toEqual(['ABC 0-24']);
  const wide = 'my clip.v2 final.mov';
  expect(events([`000001  ${wide.padEnd(32)} V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00`])).toEqual(
    [`${wide} 0-24`],
  );
  expect(events(['0001  A V C   01:00:00:00 01:00:00:10 00:00:00:00 00:00:00:10'])).toEqual(['A 0-10']);
  expect(events(['001 abc V C 0 24 0 24', '002 def B C 10 20 24 34'])).toEqual(['abc 0-24', 'def 24-34']);
});

test('holes in the record and BL events are gaps', () => {
  const lines = [
    '001  A        V     C        00:00:00:00 00:00:00:10 01:00:00:00 01:00:00:10',
    '002     BL    V     C        00:00:00:00 00:00:00:05 01:00:00:10 01:00:00:15',
    '003  B        V     C        00:00:00:00 00:00:00:10 01:00:01:00 01:00:01:10',
  ];
  expect(events(lines)).toEqual(['A 0-10', 'BL 10-15', 'BL 15-24', 'B 24-34']);
});

test('fade in and fade out go over black', () => {
  const lines = [
    '001  BL       V     C        00:00:00:00 00:00:00:00 01:00:00:00 01:00:00:00',
    '001  A        V     D    012 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00',
    '002  A        V     C        00:00:01:00 00:00:01:00 01:00:01:00 01:00:01:00',
    '002  BL       V     D    006 00:00:00:00 00:00:00:06 01:00:01:00 01:00:01:06',
  ];
  expect(events(lines)).toEqual(['A 0-24 mix 12', 'BL 24-30 mix 6']);
});

test('drop-frame is taken from FCM or from a semicolon, never from colons alone', () => {
  const line = (timecode: string) => `001  A  V  C  00:00:00:00 00:00:00:10 ${timecode} ${timecode.slice(0, -2)}12`;
  const at = namedRates['29.97'];
  const start = (lines: string[]) => {
    const outcome = parse(lines, at);
    return outcome.ok && [outcome.value.startTimecodeFrames, outcome.value.rate.drop ?? false];
  };
  expect(start(['FCM: DROP FRAME', line('00:01:00:02')])).toEqual([1800, true]);
  expect(start([line('00:01:00;02')])).toEqual([1800, true]);
  expect(start([line('00:01:00:02')])).toEqual([1802, false]);
  expect(parse(['FCM: DROP FRAME', line('00:01:00:02')])).toMatchObject({ failure: { reason: 'edl-mismatch' } });
});

test('FCM may stand between the two lines of a dissolve', () => {
  expect(events([...dissolve.slice(0, 2), 'FCM: NON-DROP FRAME', ...dissolve.slice(2)])).toHaveLength(2);
});

test('sound and further tracks are left out and counted', () => {
  const lines = [
    '001  A        V     C        00:00:00:00 00:00:00:10 01:00:00:00 01:00:00:10',
    '002  A        AA    C        00:00:00:00 00:00:00:10 01:00:00:00 01:00:00:10',
    '003  B        V2    C        00:00:00:00 00:00:00:10 01:00:00:00 01:00:00:10',
    '004  B        AA/V  C        00:00:00:00 00:00:00:10 01:00:00:10 01:00:00:20',
  ];
  expect(events(lines)).toEqual(['A 0-10', 'B 10-20']);
  expect(parse(lines)).toMatchObject({ value: { ignoredLines: [2, 3] } });
});

test('a speed line at the speed of the list changes nothing, any other is refused', () => {
  const line = '001  A        V     C        00:00:00:00 00:00:00:10 01:00:00:00 01:00:00:10';
  expect(events([line, 'M2   A        024.0                00:00:00:00'])).toEqual(['A 0-10']);
  const outcome = parse([line, 'M2   A       -024.0                00:00:00:00']);
  expect(outcome).toMatchObject({ failure: { reason: 'edl-unsupported', field: 'line 2' } });
});

const one = (text: string) => [`001  A        V     C        00:00:00:00 00:00:00:10 01:00:00:00 01:00:00:10`, text];

test.each([
  ['unpaired numbers', [dissolve[0], dissolve[1], dissolve[2]?.replace('002', '003')], 'edl-mismatch'],
  ['a dissolve from nothing', [dissolve[0], dissolve[2]], 'edl-mismatch'],
  ['a dissolve from another clip', [dissolve[0], dissolve[1]?.replace('CLIPA', 'CLIPX'), dissolve[2]], 'edl-mismatch'],
  ['a zero-length line at the end', dissolve.slice(0, 2), 'edl-mismatch'],
  ['lengths that differ', one('002  B  V  C  00:00:00:00 00:00:00:10 01:00:00:10 01:00:00:21'), 'edl-mismatch'],
  ['an overlap', one('002  B  V  C  00:00:00:00 00:00:00:10 01:00:00:09 01:00:00:19'), 'record-not-continuous'],
  [
    'frames that the rate has not',
    one('002  B  V  C  00:00:00:00 00:00:00:24 01:00:00:10 01:00:01:10'),
    'edl-rate-impossible',
  ],
  ['a broken event', one('002  B  V  C  00:00:00:00 00:00:00:24'), 'edl-malformed'],
  ['a key', one('002  B  V  KB  00:00:00:00 00:00:00:10 01:00:00:10 01:00:00:20'), 'edl-unsupported'],
  [
    'a dissolve longer than its event',
    [...dissolve.slice(0, 2), dissolve[2]?.replace('010', '011')],
    'dissolve-too-long',
  ],
  ['nothing', ['TITLE: x'], 'edl-empty'],
])('%s is refused with the line', (_, lines, reason) => {
  expect(parse(lines.map(String))).toMatchObject({ ok: false, failure: { reason } });
});

test('a very long line costs no time', () => {
  const started = performance.now();
  expect(parse([`001 ${'V C '.repeat(200_000)}`]).ok).toBe(false);
  expect(performance.now() - started).toBeLessThan(2000);
});

test('a list damaged anywhere is read or refused, and never throws', () => {
  const golden = readFileSync(new URL('./fixtures/lighthouse24.edl', import.meta.url), 'utf8');
  const damage = fc.record({
    at: fc.nat({ max: golden.length }),
    cut: fc.nat({ max: 12 }),
    put: fc.string({ maxLength: 12 }),
  });
  fc.assert(
    fc.property(fc.array(damage, { maxLength: 5 }), (damages) => {
      const text = damages.reduce(
        (was, { at: place, cut, put }) => was.slice(0, place) + put + was.slice(place + cut),
        golden,
      );
      const outcome = parseEdl(text, rate);
      if (!outcome.ok) return outcome.failure.message !== '';
      return outcome.value.events.every((event) => event.recordOutFrames > event.recordInFrames);
    }),
    { numRuns: 500 },
  );
});
