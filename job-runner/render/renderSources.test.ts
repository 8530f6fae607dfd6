import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwrap } from '@studio/shared/result';
import { namedRates } from '@studio/shared/timeline';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probeMedia } from '../media/probeMedia.ts';
import {
  barsOf,
  decodeFrames,
  decodeSound,
  makeCodedVideo,
  readBars,
  runMediaProgram,
} from '../media/testing/codedMedia.ts';
import { renderCut } from './renderCut.ts';
import { compileFilm, type FilmClip, type FilmSource, renderCallOf } from './testing/codedFilm.ts';

const rate = namedRates['24'];
const size = { width: 320, height: 180 };
const tools = { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' };
const coded = { ...size, id: 7, frames: 96, rate, sound: '-c:a aac' };
let root: string;
const at = (name: string): string => join(root, name);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'render-sources-'));
  makeCodedVideo({ ...coded, file: at('whole.mp4') });
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

async function renderOne(source: FilmSource, clip: Omit<FilmClip, 'source'>): Promise<string> {
  const sources = new Map([['source', source]]);
  const { edl } = compileFilm([{ ...clip, source: 'source' }], sources, rate);
  const call = renderCallOf(edl, sources, rate, await mkdtemp(join(root, 'film-')));
  return unwrap(await renderCut(call)).file;
}

const sourceOf = (name: string): FilmSource => ({ ...coded, file: at(name), kind: 'video', sha256: 'c'.repeat(64) });

function expectFrames(film: string, frames: readonly number[]): void {
  const shown = decodeFrames(film, size.width, size.height);
  expect(shown).toHaveLength(frames.length);
  for (const [index, frame] of frames.entries()) {
    const bars = readBars(shown[index] ?? Buffer.alloc(0), size, size);
    const wanted = barsOf(coded.id, frame);
    expect(Math.max(...bars.map((bar, place) => Math.abs(bar - (wanted[place] ?? 0))))).toBeLessThan(40);
  }
}

test('a file whose picture starts later than its sound is counted from its first picture', async () => {
  const late = [
    '-itsoffset',
    '0.75',
    '-i',
    at('whole.mp4'),
    '-i',
    at('whole.mp4'),
    '-map',
    '0:v',
    '-map',
    '1:a',
    '-c',
    'copy',
  ];
  runMediaProgram('ffmpeg', ['-v', 'error', ...late, at('late.mp4')]);
  expect(unwrap(await probeMedia(at('late.mp4'), tools)).videoStartSeconds).toBe(0.75);
  const film = await renderOne(sourceOf('late.mp4'), { trimInFrames: 40, durationFrames: 30 });
  expectFrames(
    film,
    Array.from({ length: 30 }, (_, index) => 40 + index),
  );
  // Film time 0.2 is 1.867 s after the first picture, so 2.617 s into the sound, where it is a tone; at 0.45 it is silent.
  const sound = decodeSound(film);
  const loudness = (seconds: number): number =>
    Math.max(...sound.subarray(seconds * 48_000 - 480, seconds * 48_000 + 480));
  expect(loudness(0.2)).toBeGreaterThan(0.3);
  expect(loudness(0.45)).toBeLessThan(0.05);
});

test('a file of uneven frames shows at each moment the frame that lasts there', async () => {
  const held = ['-vf', 'select=not(between(n\\,10\\,69))', '-vsync', 'vfr', '-an', '-c:v', 'libx264', '-crf', '12'];
  runMediaProgram('ffmpeg', ['-v', 'error', '-i', at('whole.mp4'), ...held, at('uneven.mp4')]);
  const probe = unwrap(await probeMedia(at('uneven.mp4'), tools));
  expect(probe).toMatchObject({ frames: 36, hasEvenFrames: false });
  const film = await renderOne(sourceOf('uneven.mp4'), { trimInFrames: 60, durationFrames: 20 });
  expectFrames(
    film,
    Array.from({ length: 20 }, (_, index) => (index < 10 ? 9 : 60 + index)),
  );
});

test.each([
  [
    'an image',
    async (): Promise<FilmSource> => {
      await sharp({ create: { ...size, channels: 3, background: '#c83246' } })
        .png()
        .toFile(at('red.png'));
      return { ...sourceOf('red.png'), kind: 'image' };
    },
  ],
  [
    'a video that says it is BT.601',
    async (): Promise<FilmSource> => {
      const input = ['-f', 'lavfi', '-i', 'color=c=0xc83246:s=320x180:r=24:d=1,format=rgb24'];
      const tags = [
        '-colorspace',
        'smpte170m',
        '-color_primaries',
        'smpte170m',
        '-color_trc',
        'smpte170m',
        '-color_range',
        'tv',
      ];
      const encoding = [
        '-vf',
        'scale=out_color_matrix=smpte170m:out_range=tv,format=yuv420p',
        '-c:v',
        'libx264',
        '-crf',
        '1',
      ];
      runMediaProgram('ffmpeg', ['-v', 'error', ...input, ...encoding, ...tags, at('old.mp4')]);
      return { ...sourceOf('old.mp4'), frames: 24 };
    },
  ],
])('the colours of %s are the colours of the film', async (_, make) => {
  const film = await renderOne(await make(), { durationFrames: 5 });
  const args = [
    '-v',
    'error',
    '-i',
    film,
    '-frames:v',
    '1',
    '-vf',
    'scale=in_color_matrix=bt709:in_range=tv,format=rgb24',
  ];
  const pixels = runMediaProgram('ffmpeg', [...args, '-f', 'rawvideo', '-']);
  const middle = (90 * 320 + 160) * 3;
  const [red = 0, green = 0, blue = 0] = pixels.subarray(middle, middle + 3);
  expect(Math.max(Math.abs(red - 0xc8), Math.abs(green - 0x32), Math.abs(blue - 0x46))).toBeLessThan(6);
});
