import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwrap } from '@studio/shared/result';
import { type Cut, type CutEvent, durationOfCut, namedRates, type Rate } from '@studio/shared/timeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barCount, barsOf, decodeFrames, decodeSound, readBars, runMediaProgram } from '../media/testing/codedMedia.ts';
import { renderCut } from './renderCut.ts';
import {
  compileFilm,
  type FilmClip,
  type FilmSource,
  makeSources,
  renderCallOf,
  sourceFrameAt,
} from './testing/codedFilm.ts';

const size = { width: 320, height: 180 };
let root: string;
let sources: Map<string, FilmSource>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'render-test-'));
  sources = await makeSources(root);
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const film: FilmClip[] = [
  { source: 'a.mp4', trimInFrames: 30, durationFrames: 30 },
  { source: 'b.mp4', trimInFrames: 5, durationFrames: 40, dissolveFrames: 12 },
  { source: null, durationFrames: 10 },
  { source: 'c.mov', trimInFrames: 7, durationFrames: 25 },
  { source: 'still.png', durationFrames: 14, dissolveFrames: 6 },
  { source: 'd.webm', trimInFrames: 31, durationFrames: 23 },
  { source: 'e.mp4', trimInFrames: 50, durationFrames: 24 },
  { source: 'a.mp4', trimInFrames: 100, durationFrames: 20, dissolveFrames: 8 },
];

const newFolder = (): Promise<string> => mkdtemp(join(root, 'film-'));

type Shown = { source: FilmSource | null; frame: number };

/** What film frame n must show: the frame of its event, and in a dissolve also the frame held from the event before, with the mix. */
function expectFrame(cut: Cut, n: number): { now: Shown; before: Shown | null; mix: number } {
  const index = cut.events.findIndex((event) => n < event.recordOutFrames);
  const event = cut.events[index] as CutEvent;
  const shown = (of: CutEvent | undefined, frame: number): Shown => {
    const source = of?.kind === 'clip' ? (sources.get(of.clipName) ?? null) : null;
    return { source, frame: source === null ? 0 : sourceFrameAt(frame, source, cut.rate) };
  };
  const into = n - event.recordInFrames;
  const now = shown(event, event.sourceInFrames + into);
  if (event.transition.kind === 'cut' || into >= event.transition.frames) return { now, before: null, mix: 1 };
  const previous = cut.events[index - 1];
  return { now, before: shown(previous, (previous?.sourceOutFrames ?? 0) + into), mix: into / event.transition.frames };
}

function findWrongFrames(cut: Cut, frames: Buffer[]): string[] {
  return frames.flatMap((pixels, n) => {
    const { now, before, mix } = expectFrame(cut, n);
    const shape = now.source ?? before?.source ?? size;
    const read = readBars(pixels, size, shape);
    const bars = ({ source, frame }: Shown): number[] =>
      source === null ? Array.from({ length: barCount }, () => 0) : barsOf(source.id, frame);
    const wanted = bars(now).map(
      (bar, index) => mix * bar + (1 - mix) * (before === null ? 0 : (bars(before)[index] ?? 0)),
    );
    const worst = Math.max(...wanted.map((bar, index) => Math.abs(bar - (read[index] ?? 0))));
    return worst < 24
      ? []
      : [`frame ${n}: off by ${worst}, read ${read.map(Math.round)}, wanted ${wanted.map(Math.round)}`];
  });
}

/** Presentation times in ticks of the track's own clock. */
function readTimes(file: string): number[] {
  const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=pts', '-of', 'csv=p=0', file];
  return runMediaProgram('ffprobe', args)
    .toString()
    .trim()
    .split('\n')
    .map((line) => Number.parseInt(line, 10))
    .sort((a, b) => a - b);
}

function loudness(sound: Float32Array, seconds: number): number {
  const middle = Math.round(seconds * 48_000);
  const window = sound.subarray(middle - 480, middle + 480);
  return Math.sqrt(window.reduce((sum, sample) => sum + sample * sample, 0) / window.length);
}

test.each(['24', '29.97df', '25'] as const)('every frame of a film at %s is the one its EDL names', async (name) => {
  const rate: Rate = namedRates[name];
  const { cut, edl } = compileFilm(film, sources, rate);
  const folder = await newFolder();
  const steps: number[] = [];
  const call = { ...renderCallOf(edl, sources, rate, folder), onProgress: (step: number) => steps.push(step) };
  const rendered = unwrap(await renderCut(call));
  expect(rendered).toMatchObject({
    frames: durationOfCut(cut),
    renderedSegments: 11,
    reusedSegments: 0,
    file: call.outputFile,
  });
  const frames = decodeFrames(call.outputFile, size.width, size.height);
  expect(frames).toHaveLength(durationOfCut(cut));
  expect(findWrongFrames(cut, frames)).toEqual([]);
  const times = readTimes(call.outputFile);
  expect(new Set(times.slice(1).map((time, index) => time - (times[index] ?? 0))).size).toBe(1);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(steps.at(-1)).toBe(1);
  expect(await readdir(join(folder, 'exports'))).toEqual(['film.mp4']);
});

test('sound keeps its place against the picture, and is silent where there is none', async () => {
  const rate = namedRates['24'];
  const { cut, edl } = compileFilm(film, sources, rate);
  const call = renderCallOf(edl, sources, rate, await newFolder());
  unwrap(await renderCut(call));
  const sound = decodeSound(call.outputFile);
  expect(Math.abs(sound.length - durationOfCut(cut) * 2000)).toBeLessThan(2048);
  const wrong: string[] = [];
  for (const event of cut.events) {
    const source = event.kind === 'clip' ? sources.get(event.clipName) : undefined;
    const mixed = event.transition.kind === 'dissolve' ? event.transition.frames : 0;
    for (let frame = event.recordInFrames + mixed; frame < event.recordOutFrames; frame += 1) {
      const inSource = (event.sourceInFrames + frame - event.recordInFrames) / 24;
      const phase = (inSource * 4) % 1;
      const distance = Math.min(frame - event.recordInFrames - mixed, event.recordOutFrames - frame) / 24;
      // AAC smears about 20 ms around a change of loudness.
      if (phase < 0.2 || phase > 0.8 || distance < 0.05) continue;
      const isTone = source?.sound !== undefined && Math.floor(inSource * 4) % 2 === 0;
      const level = loudness(sound, frame / 24);
      if (isTone ? level < 0.25 : level > 0.02) wrong.push(`frame ${frame} of ${event.clipName}: ${level}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('changing one Take renders its segment again and no other', async () => {
  const rate = namedRates['24'];
  const folder = await newFolder();
  const first = compileFilm(film, sources, rate);
  unwrap(await renderCut(renderCallOf(first.edl, sources, rate, folder)));
  const again = unwrap(await renderCut(renderCallOf(first.edl, sources, rate, folder)));
  expect(again).toMatchObject({ renderedSegments: 0, reusedSegments: 11 });
  const changed = film.map((clip) => (clip.source === 'd.webm' ? { ...clip, source: 'e.mp4' } : clip));
  const second = compileFilm(changed, sources, rate);
  const call = renderCallOf(second.edl, sources, rate, folder);
  expect(unwrap(await renderCut(call))).toMatchObject({ renderedSegments: 1, reusedSegments: 10 });
  expect(findWrongFrames(second.cut, decodeFrames(call.outputFile, size.width, size.height))).toEqual([]);
  const moved = compileFilm(
    [...changed].reverse().map((clip) => ({ ...clip, dissolveFrames: 0 })),
    sources,
    rate,
  );
  unwrap(await renderCut(renderCallOf(moved.edl, sources, rate, folder)));
  const reordered = compileFilm(
    changed.map((clip) => ({ ...clip, dissolveFrames: 0 })),
    sources,
    rate,
  );
  expect(unwrap(await renderCut(renderCallOf(reordered.edl, sources, rate, folder)))).toMatchObject({
    renderedSegments: 0,
  });
});

test('the film carries its start as a timecode track', async () => {
  const rate = namedRates['29.97df'];
  const { edl } = compileFilm([{ source: null, durationFrames: 3 }], sources, rate);
  const call = renderCallOf(edl, sources, rate, await newFolder());
  unwrap(await renderCut(call));
  const shown = runMediaProgram('ffprobe', [
    '-v',
    'error',
    '-show_entries',
    'stream_tags=timecode',
    '-of',
    'csv=p=0',
    call.outputFile,
  ]);
  expect(shown.toString()).toContain('01:00:00;00');
});
