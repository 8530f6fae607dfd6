import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namedRates } from '@studio/shared/timeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCodedVideo } from '../media/testing/codedMedia.ts';
import { type RenderCall, renderCut } from './renderCut.ts';
import { compileFilm, type FilmSource, renderCallOf } from './testing/codedFilm.ts';

const rate = namedRates['24'];
let root: string;
let sources: Map<string, FilmSource>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'render-failures-'));
  const source = { file: join(root, 'a.mp4'), id: 1, width: 320, height: 180, frames: 48, rate };
  makeCodedVideo(source);
  sources = new Map([['a.mp4', { ...source, kind: 'video', sha256: 'a'.repeat(64) }]]);
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

async function prepare(changes: Partial<RenderCall> = {}, durationFrames = 40): Promise<RenderCall> {
  const { edl } = compileFilm(
    [
      { source: 'a.mp4', durationFrames: 40 },
      { source: null, durationFrames },
    ],
    sources,
    rate,
  );
  return { ...renderCallOf(edl, sources, rate, await mkdtemp(join(root, 'film-'))), ...changes };
}

/** Nothing but whole segments may remain: no work folder, no output. */
async function listLeftovers(call: RenderCall): Promise<string[]> {
  const cached = await readdir(call.cacheFolder);
  const exported = await readdir(join(call.outputFile, '..'));
  return [...cached.filter((name) => !/^[0-9a-f]{64}\.(mp4|wav|m4a|json)$/.test(name)), ...exported];
}

test('a cancelled render stops soon and leaves nothing behind', async () => {
  const stop = new AbortController();
  const call = await prepare({ signal: stop.signal, width: 1920, height: 1080 }, 20_000);
  const started = performance.now();
  const outcome = await renderCut({ ...call, onProgress: () => stop.abort() });
  expect(outcome).toMatchObject({ ok: false, failure: { reason: 'cancelled' } });
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(await listLeftovers(call)).toEqual([]);
});

test('a render cancelled before it begins does nothing', async () => {
  const call = await prepare({ signal: AbortSignal.abort() });
  expect(await renderCut(call)).toMatchObject({ failure: { reason: 'cancelled' } });
  expect(await listLeftovers(call)).toEqual([]);
});

test('a Take that cannot be decoded fails with the log and leaves nothing behind', async () => {
  const broken = join(root, 'broken.mp4');
  await writeFile(broken, 'not a film');
  const call = await prepare({ findReel: async () => ({ file: broken, sha256: 'b'.repeat(64) }) });
  const outcome = await renderCut(call);
  expect(outcome).toMatchObject({ ok: false, failure: { reason: 'media-unreadable' } });
  expect(!outcome.ok && outcome.failure.message).toMatch(/^Reel A\w+: .*Invalid data/s);
  expect(await listLeftovers(call)).toEqual([]);
});

test('a Take shorter than its place in the EDL is refused before anything is rendered', async () => {
  const { edl } = compileFilm([{ source: 'a.mp4', durationFrames: 48 }], sources, rate);
  const call = await prepare({ edlText: edl.text.replaceAll('00:00:00:00 00:00:02:00', '00:00:01:00 00:00:03:00') });
  expect(await renderCut(call)).toMatchObject({
    failure: { reason: 'range-outside-take', message: expect.stringContaining('frame 48') },
  });
  expect((await readdir(call.cacheFolder)).filter((name) => !name.endsWith('.json'))).toEqual([]);
});

test.each([
  ['reel-unknown', { findReel: async () => null }],
  ['size-invalid', { width: 321 }],
  ['size-invalid', { height: Number.NaN }],
  ['edl-empty', { edlText: '' }],
  ['program-missing', { tools: { ffmpegPath: '/nowhere/ffmpeg', ffprobePath: 'ffprobe' } }],
])('%s is said, not thrown', async (reason, changes) => {
  expect(await renderCut(await prepare(changes))).toMatchObject({ ok: false, failure: { reason } });
});

test('a failing ffmpeg is quoted with the place in the film', async () => {
  const program = join(root, 'failing-ffmpeg');
  const script =
    '#!/bin/sh\ncase "$*" in -version) echo "ffmpeg version 0";; *) echo "no space left" >&2; exit 3;; esac\n';
  await writeFile(program, script, { mode: 0o755 });
  const call = await prepare({ tools: { ffmpegPath: program, ffprobePath: 'ffprobe' } });
  expect(await renderCut(call)).toMatchObject({
    failure: {
      reason: 'program-failed',
      message: expect.stringMatching(/^Frames \d+ to \d+ of the film: .*no space left/s),
    },
  });
  expect(await listLeftovers(call)).toEqual([]);
});

test('an ffmpeg that ignores SIGTERM is killed', async () => {
  const program = join(root, 'stubborn-ffmpeg');
  const script =
    '#!/bin/sh\n[ "$*" = "-version" ] && echo "ffmpeg version 0" && exit 0\ntrap "" TERM\nwhile :; do :; done\n';
  await writeFile(program, script, { mode: 0o755 });
  const call = await prepare({
    tools: { ffmpegPath: program, ffprobePath: 'ffprobe' },
    signal: AbortSignal.timeout(600),
  });
  const started = performance.now();
  expect(await renderCut(call)).toMatchObject({ failure: { reason: 'cancelled' } });
  expect(performance.now() - started).toBeLessThan(6000);
  expect(await listLeftovers(call)).toEqual([]);
});
