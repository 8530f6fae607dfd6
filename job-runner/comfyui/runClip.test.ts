import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BoundPrompt, bindPrompt, loadPipelines, nameUpload } from '@studio/workflows';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { runPrompt } from './runPrompt.ts';
import { startTestWorker, type TestWorker } from './testing/testWorker.ts';

const FFMPEG = 'ffmpeg';
const FFPROBE = 'ffprobe';
const SHA = 'cd'.repeat(32);

function bindClip(): BoundPrompt {
  const pipeline = loadPipelines().pipelines.find((candidate) => candidate.id === 'wan-image-to-video');
  if (!pipeline) throw new Error('the clip pipeline does not load');
  const values = {
    prompt: 'push in',
    startImage: { sha256: SHA, mime: 'image/png' },
    length: 17,
    width: 320,
    height: 256,
  };
  const bound = bindPrompt(pipeline, 'standard', values, { attemptId: randomUUID() });
  if (!bound.ok) throw new Error(bound.failure.message);
  return bound.value;
}

async function runClip(tested: TestWorker, startPicture: Buffer): Promise<Uint8Array> {
  const bound = bindClip();
  const [upload] = bound.uploads;
  if (!upload) throw new Error('no upload');
  const uploaded = await tested.client.uploadImage({ ...upload, bytes: startPicture });
  if (!uploaded.ok) throw new Error(uploaded.failure.message);
  const end = await runPrompt({
    client: tested.client,
    prompt: nameUpload(bound.prompt, upload, uploaded.value),
    promptId: randomUUID(),
    outputNodeIds: bound.outputNodeIds,
    signal: new AbortController().signal,
    clock: Date.now,
    limits: { pollMs: 30, livelyPollMs: 60 },
    onProgress: () => undefined,
    onPreview: () => undefined,
  });
  if (!end.ok) throw new Error(end.failure.message);
  const [clip] = end.value;
  expect(clip?.mime).toBe('video/mp4');
  return clip?.bytes ?? new Uint8Array();
}

test('a clip starts from the uploaded picture and has exactly the frames it was asked for', async () => {
  await using tested = await startTestWorker();
  const folder = mkdtempSync(join(tmpdir(), 'clip-'));
  try {
    const red = { width: 320, height: 256, channels: 3, background: { r: 200, g: 30, b: 30 } } as const;
    const startPicture = await sharp({ create: red }).png().toBuffer();
    const path = join(folder, 'clip.mp4');
    writeFileSync(path, await runClip(tested, startPicture));
    const entries = 'stream=codec_name,pix_fmt,width,height,r_frame_rate,nb_read_frames';
    const probe = execFileSync(FFPROBE, [
      '-v',
      'error',
      '-count_frames',
      '-show_entries',
      entries,
      '-of',
      'json',
      path,
    ]);
    expect(JSON.parse(probe.toString())).toMatchObject({
      streams: [
        { codec_name: 'h264', pix_fmt: 'yuv420p', width: 320, height: 256, r_frame_rate: '16/1', nb_read_frames: '17' },
      ],
    });
    const still = execFileSync(FFMPEG, [
      '-v',
      'error',
      '-i',
      path,
      '-frames:v',
      '1',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      '-',
    ]);
    const middle = (128 * 320 + 160) * 3;
    expect(still[middle]).toBeGreaterThan(180);
    expect(still[middle + 1]).toBeLessThan(60);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a start picture that was never uploaded is refused by the worker, for good', async () => {
  await using tested = await startTestWorker();
  const bound = bindClip();
  const posted = await tested.client.postPrompt({ prompt: bound.prompt, promptId: randomUUID(), wantsPreviews: false });
  expect(posted).toMatchObject({ kind: 'refused', nodeErrors: { 20: { class_type: 'LoadImage' } } });
});
