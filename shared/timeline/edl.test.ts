import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { compileEdl } from './compileEdl.ts';
import { type Cut, type CutEvent, straightCut } from './cut.ts';
import { parseEdl } from './parseEdl.ts';
import { namedRates, type RateName } from './rate.ts';
import { allotReels, isReel } from './reels.ts';
import { resolveCut } from './resolveCut.ts';

const fixture = (name: string): string => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
const sha = (seed: number): string =>
  (seed * 2_654_435_761).toString(16).padStart(64, '0').split('').reverse().join('');

/** Five shots: fade in, straight cut, a shot without a Take, a dissolve out of it, a dissolve between Takes. */
function buildCut(rateName: RateName): Cut {
  const shots = ['010', '020', '030', '040', '050'];
  const dissolves = [12, 0, 0, 8, 10];
  const outcome = resolveCut({
    title: 'The Lighthouse',
    rate: namedRates[rateName],
    startTimecodeFrames: rateName === '29.97df' ? 107_892 : 86_400,
    clips: shots.map((shot, index) => ({
      id: shot,
      name: `SHOT-${shot}`,
      takeId: shot === '030' ? null : shot,
      trimInFrames: index * 5,
      durationFrames: 30 + index,
      dissolveFrames: dissolves[index] ?? 0,
    })),
    findTake: (id) => ({
      name: `SHOT-${id}_v01_take03.mp4`,
      mediaSha256: sha(Number(id)),
      kind: 'video',
      frames: 2000,
      rate: namedRates[rateName],
    }),
    defaultDurationFrames: 48,
    longDissolves: 'refuse',
  });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value.cut;
}

test.each([
  ['24', 'lighthouse24.edl'],
  ['29.97df', 'lighthouse2997df.edl'],
] as const)('a cut at %s compiles to %s byte for byte', (rateName, name) => {
  const edl = compileEdl(buildCut(rateName));
  expect(edl.ok && edl.value.text).toBe(fixture(name));
});

test('event lines are 76 ASCII columns with the fields where CMX3600 has them', () => {
  const edl = compileEdl(buildCut('24'));
  const lines = edl.ok ? edl.value.text.split('\r\n').filter((line) => /^\d/.test(line)) : [];
  expect(lines).toHaveLength(8);
  for (const line of lines) {
    expect(line).toHaveLength(76);
    expect([line[3], line[4], line[13], line[28], line[40], line[52], line[64]].join('')).toBe('       ');
    expect(line.slice(14, 15)).toBe('V');
    expect('CD').toContain(line[20]);
  }
});

test('the reel table names the medium of every reel in the list', () => {
  const cut = buildCut('24');
  const edl = compileEdl(cut);
  const reels = edl.ok ? edl.value.reels : {};
  const clips = cut.events.flatMap((event) => (event.kind === 'clip' ? [event] : []));
  for (const { reel, clipName, mediaSha256 } of clips) expect(reels[reel]).toEqual({ clipName, mediaSha256 });
  expect(Object.keys(reels)).toHaveLength(4);
});

test('more than 999 events are refused with what to do', () => {
  const event = (index: number): CutEvent => ({
    id: String(index),
    kind: 'gap',
    clipName: '',
    mediaSha256: null,
    reel: 'BL',
    sourceInFrames: 0,
    sourceOutFrames: 1,
    recordInFrames: index,
    recordOutFrames: index + 1,
    transition: straightCut,
  });
  const cut = (count: number): Cut => ({
    ...buildCut('24'),
    events: Array.from({ length: count }, (_, index) => event(index)),
  });
  expect(compileEdl(cut(999)).ok).toBe(true);
  expect(compileEdl(cut(1000))).toMatchObject({
    failure: { reason: 'too-many-events', message: expect.stringContaining('999') },
  });
});

test.each([
  ['record-not-continuous', { recordInFrames: 31, recordOutFrames: 62 }],
  ['number-invalid', { sourceInFrames: Number.NaN }],
  ['number-invalid', { sourceOutFrames: 10 }],
  ['reel-invalid', { reel: 'TOO_LONG_' }],
  ['reel-invalid', { reel: '' }],
  ['dissolve-too-long', { transition: { kind: 'dissolve', frames: 32 } }],
])('a cut broken by hand is refused: %s %o', (reason, changes) => {
  const cut = buildCut('24');
  const events = cut.events.map((event, index) => (index === 1 ? ({ ...event, ...changes } as CutEvent) : event));
  expect(compileEdl({ ...cut, events })).toMatchObject({ ok: false, failure: { reason } });
});

test('a film that runs past midnight is refused', () => {
  expect(compileEdl({ ...buildCut('24'), startTimecodeFrames: 2_073_500 })).toMatchObject({
    failure: { reason: 'past-midnight' },
  });
});

test('names cannot break out of their line', () => {
  const cut = buildCut('24');
  const clipName = 'bad\r\n002  EVIL\u0000';
  const edl = compileEdl({ ...cut, title: 'A\nB', events: cut.events.map((event) => ({ ...event, clipName })) });
  const text = edl.ok ? edl.value.text : '';
  expect(text).not.toContain('\n002  EVIL');
  expect(parseEdl(text, cut.rate)).toMatchObject({ ok: true, value: { title: 'A B' } });
});

test('media keep their own reels whatever the order, and hashes that begin alike are told apart', () => {
  const media = Array.from({ length: 200 }, (_, index) => ({
    clipName: 'SHOT-010_v01_take01.mp4',
    mediaSha256: `${'c'.repeat(20)}${index.toString(16).padStart(44, '0')}`,
  }));
  const reels = allotReels(media);
  expect(new Set(reels.values()).size).toBe(200);
  expect([...reels.values()].every((reel) => isReel(reel) && reel.length === 8)).toBe(true);
  expect(allotReels([...media].reverse())).toEqual(reels);
  expect(allotReels([{ clipName: 'été', mediaSha256: '0'.repeat(64) }]).get('0'.repeat(64))).toBe('T___0000');
});

const anyCut = fc
  .record({
    rateName: fc.constantFrom<RateName>('23.976', '24', '25', '29.97', '29.97df', '50', '59.94df', '60'),
    clips: fc.array(
      fc.record({
        shot: fc.nat({ max: 9 }),
        hasTake: fc.boolean(),
        trimInFrames: fc.nat({ max: 500 }),
        durationFrames: fc.integer({ min: 1, max: 400 }),
        dissolveFrames: fc.oneof(fc.constant(0), fc.nat({ max: 300 })),
      }),
      { minLength: 1, maxLength: 30 },
    ),
    startTimecodeFrames: fc.nat({ max: 400_000 }),
  })
  .map(({ rateName, clips, startTimecodeFrames }) => {
    const outcome = resolveCut({
      title: 'Any',
      rate: namedRates[rateName],
      startTimecodeFrames,
      clips: clips.map((clip, index) => ({
        ...clip,
        id: String(index),
        name: `SHOT-${index}`,
        takeId: clip.hasTake ? String(clip.shot) : null,
      })),
      findTake: (id) => ({
        name: `S${id}.mp4`,
        mediaSha256: sha(Number(id) + 1),
        kind: 'video',
        frames: 700,
        rate: namedRates[rateName],
      }),
      defaultDurationFrames: 48,
      longDissolves: 'shorten',
    });
    if (!outcome.ok) throw new Error(outcome.failure.message);
    return outcome.value.cut;
  });

test('what is compiled is read back as the same film', () => {
  fc.assert(
    fc.property(anyCut, (cut) => {
      const edl = compileEdl(cut);
      if (!edl.ok) throw new Error(edl.failure.message);
      const parsed = parseEdl(edl.value.text, cut.rate);
      if (!parsed.ok) throw new Error(`${parsed.failure.message}\n${edl.value.text}`);
      expect(parsed.value.startTimecodeFrames).toBe(cut.startTimecodeFrames);
      expect(parsed.value.rate).toEqual(cut.rate);
      const { reels } = edl.value;
      const events = parsed.value.events.map((event, index) => ({
        ...event,
        id: String(index),
        mediaSha256: reels[event.reel]?.mediaSha256 ?? null,
      }));
      expect(events).toEqual(cut.events);
    }),
    { numRuns: 200 },
  );
});
