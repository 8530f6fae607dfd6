import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwrap } from '@studio/shared/result';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFilmstrip } from './makeFilmstrip.ts';
import { makeProxy } from './makeProxy.ts';
import { makeThumbnail } from './makeThumbnail.ts';
import { makeWaveform } from './makeWaveform.ts';
import { probeMedia } from './probeMedia.ts';
import {
  barsOf,
  decodeFrames,
  makeCodedImage,
  makeCodedVideo,
  readBars,
  runMediaProgram,
} from './testing/codedMedia.ts';

const tools = { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' };
let root: string;
const at = (name: string): string => join(root, name);
const shape = { width: 320, height: 180 };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'media-test-'));
  const rate = { num: 24, den: 1 };
  makeCodedVideo({ ...shape, file: at('clip.mp4'), id: 3, frames: 100, rate, sound: '-c:a aac' });
  const webm = '-c:v libvpx -b:v 1M -pix_fmt yuv420p';
  makeCodedVideo({ ...shape, file: at('clip.webm'), id: 4, frames: 20, rate: { num: 25, den: 1 }, encoding: webm });
  makeCodedVideo({ ...shape, file: at('ntsc.mkv'), id: 5, frames: 30, rate: { num: 30_000, den: 1001 } });
  await makeCodedImage({ file: at('still.png'), id: 6, width: 640, height: 400 });
  await makeCodedImage({ file: at('still.jpg'), id: 6, width: 640, height: 400 });
  await makeCodedImage({ file: at('still.webp'), id: 6, width: 640, height: 400 });
  runMediaProgram('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=d=1', at('tone.wav')]);
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const probe = async (name: string) => unwrap(await probeMedia(at(name), tools));

test('files are known by content: kind, size, exact frames and rate', async () => {
  expect(await probe('clip.mp4')).toMatchObject({
    kind: 'video',
    ...shape,
    frames: 100,
    rate: { num: 24, den: 1 },
    hasAudio: true,
    mime: 'video/mp4',
  });
  expect(await probe('clip.webm')).toMatchObject({
    kind: 'video',
    frames: 20,
    rate: { num: 25, den: 1 },
    hasAudio: false,
    mime: 'video/webm',
  });
  expect(await probe('ntsc.mkv')).toMatchObject({
    frames: 30,
    rate: { num: 30_000, den: 1001 },
    mime: 'video/x-matroska',
  });
  expect(await probe('tone.wav')).toMatchObject({
    kind: 'audio',
    hasAudio: true,
    frames: 0,
    durationSeconds: 1,
    mime: 'audio/wav',
  });
  for (const [name, mime] of [
    ['still.png', 'image/png'],
    ['still.jpg', 'image/jpeg'],
    ['still.webp', 'image/webp'],
  ] as const) {
    expect(await probe(name)).toMatchObject({ kind: 'image', width: 640, height: 400, frames: 1, mime });
  }
});

test.each(['24000/1001', '30000/1001', '60000/1001', '16/1', '15/2'])(
  'the rate %s survives the milliseconds of WebM',
  async (rate) => {
    const file = at(`rate-${rate.replace('/', '-')}.webm`);
    const picture = ['-f', 'lavfi', '-i', `testsrc=s=64x64:r=${rate}`, '-frames:v', '33', '-c:v', 'libvpx', file];
    runMediaProgram('ffmpeg', ['-v', 'error', ...picture]);
    const { frames, rate: read, hasEvenFrames } = unwrap(await probeMedia(file, tools));
    expect([frames, `${read.num}/${read.den}`, hasEvenFrames]).toEqual([33, rate, true]);
  },
);

test('a video turned by its metadata has the size that people see', async () => {
  const args = ['-v', 'error', '-i', at('clip.mp4'), '-c', 'copy', '-metadata:s:v', 'rotate=90', at('turned.mp4')];
  runMediaProgram('ffmpeg', args);
  expect(await probe('turned.mp4')).toMatchObject({ width: 180, height: 320 });
});

test.each([
  ['a playlist that reads its neighbours', 'list.mp4', `ffconcat version 1.0\nfile clip.mp4\n`],
  ['an HLS playlist', 'hls.mp4', '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nclip.mp4\n#EXT-X-ENDLIST\n'],
  ['an SVG', 'drawing.png', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
  ['noise', 'noise.mp4', 'x'.repeat(5000)],
  ['nothing', 'empty.png', ''],
])('%s is refused', async (_, name, content) => {
  await writeFile(at(name), content);
  const outcome = await probeMedia(at(name), tools);
  expect(outcome).toMatchObject({ ok: false, failure: { reason: expect.stringMatching(/^media-/) } });
});

test('a picture too large to open is refused, whether image or video', async () => {
  const canvas = { width: 11_000, height: 11_000, channels: 3, background: '#123' } as const;
  await sharp({ create: canvas }).png({ compressionLevel: 1 }).toFile(at('huge.png'));
  expect(await probeMedia(at('huge.png'), tools)).toMatchObject({ failure: { reason: 'media-refused' } });
  const args = [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'color=s=8000x8000:r=1',
    '-frames:v',
    '1',
    '-c:v',
    'mjpeg',
    at('huge.mov'),
  ];
  runMediaProgram('ffmpeg', args);
  expect(await probeMedia(at('huge.mov'), tools)).toMatchObject({ failure: { reason: 'media-refused' } });
});

test('a truncated image and a file that is not there are said, not thrown', async () => {
  const whole = await readFile(at('still.jpg'));
  await writeFile(at('cut.jpg'), whole.subarray(0, whole.length / 2));
  const shown = await probe('still.jpg');
  const call = { file: at('cut.jpg'), probe: shown, outputFile: at('cut.webp'), tools };
  expect(await makeThumbnail(call)).toMatchObject({ failure: { reason: 'media-refused' } });
  expect(await probeMedia(at('nowhere.mp4'), tools)).toMatchObject({ failure: { reason: 'file-error' } });
});

test('thumbnails are WebP within the longest side, of images and of videos', async () => {
  const still = { file: at('still.png'), probe: await probe('still.png'), outputFile: at('still.thumb.webp'), tools };
  expect(await makeThumbnail({ ...still, longestSide: 200 })).toEqual({ ok: true, value: { width: 200, height: 125 } });
  const clip = { file: at('clip.mp4'), probe: await probe('clip.mp4'), outputFile: at('clip.thumb.webp'), tools };
  expect(await makeThumbnail(clip)).toEqual({ ok: true, value: shape });
  const { data, info } = await sharp(at('clip.thumb.webp')).greyscale().raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject(shape);
  readBars(data, shape, shape).forEach((bar, index) =>
    expect(Math.abs(bar - (barsOf(3, 25)[index] ?? 0))).toBeLessThan(30),
  );
  expect((await sharp(at('still.thumb.webp')).metadata()).format).toBe('webp');
});

test('each picture of a filmstrip is the frame that its place says', async () => {
  const call = { file: at('clip.mp4'), probe: await probe('clip.mp4'), outputFile: at('clip.strip.jpg'), tools };
  const strip = unwrap(await makeFilmstrip({ ...call, maxFrames: 15 }));
  expect(strip).toEqual({ columns: 8, rows: 2, frames: 15, frameWidth: 160, frameHeight: 90 });
  const size = { width: strip.frameWidth, height: strip.frameHeight };
  const { width, height } = await sharp(at('clip.strip.jpg')).metadata();
  expect([width, height]).toEqual([8 * 160, 2 * 90]);
  for (let index = 0; index < strip.frames; index += 1) {
    const left = (index % strip.columns) * size.width;
    const top = Math.floor(index / strip.columns) * size.height;
    const picture = await sharp(at('clip.strip.jpg'))
      .extract({ left, top, ...size })
      .greyscale()
      .raw()
      .toBuffer();
    const wanted = barsOf(3, index * 7);
    readBars(picture, size, size).forEach((bar, at) => expect(Math.abs(bar - (wanted[at] ?? 0))).toBeLessThan(40));
  }
});

test('a waveform has a hundred pixels a second, loud where there is a tone', async () => {
  const waveform = unwrap(await makeWaveform({ file: at('clip.mp4'), outputFile: at('clip.json'), tools }));
  expect(waveform).toMatchObject({ version: 2, channels: 1, sample_rate: 8000, samples_per_pixel: 80, bits: 8 });
  expect(Math.abs(waveform.length - 417)).toBeLessThan(4);
  expect(waveform.data).toHaveLength(waveform.length * 2);
  const highest = (pixel: number): number => waveform.data[pixel * 2 + 1] ?? 0;
  expect([highest(12), highest(62)].every((peak) => peak > 55 && peak < 72)).toBe(true);
  expect([highest(37), highest(87)].every((peak) => peak < 4)).toBe(true);
  expect(JSON.parse(await readFile(at('clip.json'), 'utf8'))).toEqual(waveform);
});

test('a proxy shows every frame at the same place, with a key frame every twelve', async () => {
  const call = { file: at('clip.mp4'), probe: await probe('clip.mp4'), outputFile: at('clip.proxy.mp4'), tools };
  const steps: number[] = [];
  const proxy = unwrap(await makeProxy({ ...call, longestSide: 160, onProgress: (step) => steps.push(step) }));
  expect(proxy).toEqual({ width: 160, height: 90 });
  const frames = decodeFrames(at('clip.proxy.mp4'), 160, 90);
  expect(frames).toHaveLength(100);
  for (const [index, pixels] of frames.entries()) {
    const wanted = barsOf(3, index);
    readBars(pixels, proxy, proxy).forEach((bar, at) => expect(Math.abs(bar - (wanted[at] ?? 0))).toBeLessThan(40));
  }
  const flags = [
    '-v',
    'error',
    '-select_streams',
    'v',
    '-show_entries',
    'packet=flags',
    '-of',
    'csv=p=0',
    at('clip.proxy.mp4'),
  ];
  const keys = runMediaProgram('ffprobe', flags)
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('K'));
  expect(keys.length).toBeGreaterThanOrEqual(9);
  expect(steps.at(-1)).toBe(1);
});

test('what cannot be made is refused and leaves nothing behind', async () => {
  const clip = { file: at('clip.webm'), probe: await probe('clip.webm'), outputFile: at('no.out'), tools };
  expect(await makeWaveform(clip)).toMatchObject({ failure: { reason: 'program-failed' } });
  const tone = { file: at('tone.wav'), probe: await probe('tone.wav'), outputFile: at('no.out'), tools };
  for (const make of [makeThumbnail, makeFilmstrip, makeProxy]) {
    expect(await make(tone)).toMatchObject({ failure: { reason: 'media-refused' } });
  }
  const stopped = { ...clip, file: at('clip.mp4'), signal: AbortSignal.abort() };
  expect(await makeProxy(stopped)).toMatchObject({ failure: { reason: 'cancelled' } });
  expect((await readdir(root)).filter((name) => name.startsWith('.part') || name === 'no.out')).toEqual([]);
});
