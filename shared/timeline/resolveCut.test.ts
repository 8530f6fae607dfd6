import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findEventAt } from './cut.ts';
import { namedRates } from './rate.ts';
import { type CutClip, type CutSources, type CutTake, resolveCut } from './resolveCut.ts';

const clip = (id: string, changes: Partial<CutClip> = {}): CutClip => ({
  id,
  name: `SHOT-${id}`,
  takeId: `take-${id}`,
  trimInFrames: 0,
  durationFrames: 0,
  dissolveFrames: 0,
  ...changes,
});

const take = (id: string, changes: Partial<CutTake> = {}): CutTake => ({
  name: `SHOT-${id}_v01_take01.mp4`,
  mediaSha256: id.padEnd(64, 'a'),
  kind: 'video',
  frames: 48,
  rate: namedRates['24'],
  ...changes,
});

const sources = (
  clips: CutClip[],
  takes: Record<string, CutTake> = {},
  changes: Partial<CutSources> = {},
): CutSources => ({
  title: 'Film',
  rate: namedRates['24'],
  startTimecodeFrames: 86_400,
  clips,
  findTake: (takeId) => takes[takeId] ?? (takeId.startsWith('take-') ? take(takeId.slice(5)) : null),
  defaultDurationFrames: 72,
  longDissolves: 'shorten',
  ...changes,
});

const resolve = (...args: Parameters<typeof sources>) => {
  const outcome = resolveCut(sources(...args));
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const { cut, notices } = outcome.value;
  return {
    cut,
    notices: notices.map(({ clipId, kind }) => `${clipId} ${kind}`),
    messages: notices.map(({ message }) => message),
  };
};

test('clips are laid end to end, whole or trimmed', () => {
  const { cut, notices } = resolve([clip('010'), clip('020', { trimInFrames: 10, durationFrames: 20 }), clip('030')]);
  expect(cut.events.map((event) => [event.recordInFrames, event.recordOutFrames])).toEqual([
    [0, 48],
    [48, 68],
    [68, 116],
  ]);
  expect(cut.events[1]).toMatchObject({
    kind: 'clip',
    sourceInFrames: 10,
    sourceOutFrames: 30,
    clipName: 'SHOT-020_v01_take01.mp4',
  });
  expect(notices).toEqual([]);
  expect(findEventAt(cut, 48)?.id).toBe('020');
  expect(findEventAt(cut, 116)).toBeNull();
  expect(Object.isFrozen(cut) && Object.isFrozen(cut.events) && Object.isFrozen(cut.events[0])).toBe(true);
});

test('a shot without a Take is a labelled gap and is named', () => {
  const { cut, notices } = resolve([
    clip('010', { takeId: null }),
    clip('020', { takeId: 'gone', durationFrames: 12 }),
  ]);
  expect(cut.events[0]).toMatchObject({ kind: 'gap', clipName: 'SHOT-010 (no Take)', reel: 'BL', recordOutFrames: 72 });
  expect(cut.events[1]).toMatchObject({ kind: 'gap', recordInFrames: 72, recordOutFrames: 84 });
  expect(notices).toEqual(['010 take-missing', '020 take-missing']);
});

test('a Take at another rate counts in frames of the cut, rounded down', () => {
  const takes = { 'take-010': take('010', { frames: 33, rate: { num: 16, den: 1 } }) };
  const { cut } = resolve([clip('010')], takes);
  expect(cut.events[0]).toMatchObject({ sourceOutFrames: 49 });
});

test('an image lasts as long as asked and has handles', () => {
  const takes = { 'take-010': take('010', { kind: 'image', frames: 1 }) };
  const { cut, notices } = resolve([clip('010'), clip('020', { dissolveFrames: 12 })], takes);
  expect(cut.events[0]).toMatchObject({ recordOutFrames: 72 });
  expect(cut.events[1]).toMatchObject({ transition: { kind: 'dissolve', frames: 12 } });
  expect(notices).toEqual([]);
});

test('a shorter Take keeps as much of the trim as it can', () => {
  const clips = [
    clip('010', { trimInFrames: 40, durationFrames: 20 }),
    clip('020', { trimInFrames: 60, durationFrames: 20 }),
  ];
  const { cut, notices } = resolve(clips);
  expect(cut.events[0]).toMatchObject({ sourceInFrames: 40, sourceOutFrames: 48 });
  expect(cut.events[1]).toMatchObject({ sourceInFrames: 28, sourceOutFrames: 48 });
  expect(notices).toEqual(['010 clip-shortened', '020 clip-shortened']);
});

test('a dissolve longer than the handle is shortened, or refused with the reason', () => {
  const clips = [clip('010', { durationFrames: 40 }), clip('020', { dissolveFrames: 12 })];
  const { cut, messages } = resolve(clips);
  expect(cut.events[1]?.transition).toEqual({ kind: 'dissolve', frames: 8 });
  expect(messages).toEqual(['The dissolve into SHOT-020 asks for 12 frames; SHOT-010 has 8 left after its out point.']);
  const refused = resolveCut(sources(clips, {}, { longDissolves: 'refuse' }));
  expect(refused).toMatchObject({ ok: false, failure: { reason: 'handle-too-short', field: 'dissolveFrames' } });
});

test('a dissolve with no handle at all becomes a cut, and is never longer than its own clip', () => {
  const { cut } = resolve([clip('010'), clip('020', { dissolveFrames: 12 })]);
  expect(cut.events[1]?.transition).toEqual({ kind: 'cut' });
  const short = resolve([clip('010', { takeId: null }), clip('020', { durationFrames: 5, dissolveFrames: 12 })]);
  expect(short.cut.events[1]?.transition).toEqual({ kind: 'dissolve', frames: 5 });
});

test('the film can fade in from black', () => {
  const { cut } = resolve([clip('010', { dissolveFrames: 12 })]);
  expect(cut.events[0]?.transition).toEqual({ kind: 'dissolve', frames: 12 });
});

test.each([
  [{ trimInFrames: Number.NaN }, 'trimInFrames'],
  [{ trimInFrames: -1 }, 'trimInFrames'],
  [{ durationFrames: 1.5 }, 'durationFrames'],
  [{ dissolveFrames: Number.POSITIVE_INFINITY }, 'dissolveFrames'],
])('%o is refused by field', (changes, field) => {
  expect(resolveCut(sources([clip('010', changes)]))).toMatchObject({ failure: { reason: 'number-invalid', field } });
});

test('broken rates, Takes and double ids are refused', () => {
  expect(resolveCut(sources([], {}, { rate: { num: 0, den: 1 } }))).toMatchObject({
    failure: { reason: 'rate-invalid' },
  });
  expect(resolveCut(sources([clip('010'), clip('010')]))).toMatchObject({ failure: { reason: 'duplicate-id' } });
  const broken = { 'take-010': take('010', { frames: Number.NaN }) };
  expect(resolveCut(sources([clip('010')], broken))).toMatchObject({
    failure: { reason: 'number-invalid', field: 'frames' },
  });
});

test('whatever is asked, events abut, stay inside their Takes and keep the frames of their dissolves', () => {
  const asked = fc.record({
    takeFrames: fc.integer({ min: 1, max: 90 }),
    trimInFrames: fc.nat({ max: 100 }),
    durationFrames: fc.nat({ max: 100 }),
    dissolveFrames: fc.nat({ max: 40 }),
  });
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 12 }), (wishes) => {
      const takes = Object.fromEntries(
        wishes.map(({ takeFrames }, index) => [`take-${index}`, take(`${index}`, { frames: takeFrames })]),
      );
      const { events } = resolve(
        wishes.map((wish, index) => clip(`${index}`, wish)),
        takes,
      ).cut;
      let reached = 0;
      for (const [index, event] of events.entries()) {
        expect(event.recordInFrames).toBe(reached);
        reached = event.recordOutFrames;
        const duration = event.recordOutFrames - event.recordInFrames;
        expect(event.sourceOutFrames - event.sourceInFrames).toBe(duration);
        const next = events[index + 1]?.transition;
        const tail = next?.kind === 'dissolve' ? next.frames : 0;
        expect(event.sourceOutFrames + tail).toBeLessThanOrEqual(wishes[index]?.takeFrames ?? 0);
        expect(event.transition.kind === 'cut' || event.transition.frames <= duration).toBe(true);
      }
    }),
  );
});
