import { randomUUID } from 'node:crypto';
import { addNodes, connect } from '@studio/shared/document';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ProjectSession } from '../documents/projectSession.ts';
import { addPaintedShot, expectOk, jobIn, press, reached, takesOf, wire } from '../testing/filmParts.ts';
import { startStudio, type TestStudio } from '../testing/startStudio.ts';

let studio: TestStudio;

beforeAll(async () => {
  studio = await startStudio();
});
afterEach(async () => {
  await studio.stopRunners();
});
afterAll(async () => {
  await studio.stop();
});

test('an intent becomes its Takes: named, numbered, stored, and without the prompt in their files', async () => {
  await studio.startRunner([await studio.startWorker(16)]);
  const { session, leave, projectId } = await studio.createProject();
  const { shotId, imageId } = addPaintedShot(session, '010', 'a secret lighthouse');
  const intentId = press(session, imageId, { seeds: [1, 2] });
  await reached(session, intentId, 'done');
  const takes = takesOf(session, intentId);
  expect(takes.map((take) => [take.id, take.name, take.slotId, take.version, take.number])).toEqual([
    [`${intentId}.0`, 'SHOT-010_v01_take01.png', shotId, 1, 1],
    [`${intentId}.1`, 'SHOT-010_v01_take02.png', shotId, 1, 2],
  ]);
  expect(jobIn(session, intentId)).toMatchObject({ state: 'done', attempts: 1, quality: 'low', slotId: shotId });
  expect(takes[0]).toMatchObject({ kind: 'image', width: 768, height: 432, frames: 1, madeBy: { name: 'Ada' } });
  expect(takes[0]?.recipe).toMatchObject({ prompt: 'a secret lighthouse', seed: 1, pipelineId: 'flux-text-to-image' });
  const media = await studio.readMedia(takes[0]?.media.sha256 ?? '');
  expect(media.byteLength).toBe(takes[0]?.media.bytes);
  expect(media.toString('latin1')).not.toContain('secret');
  const again = press(session, imageId, { seeds: [3] });
  await reached(session, again, 'done');
  expect(takesOf(session, again).map((take) => take.name)).toEqual(['SHOT-010_v01_take03.png']);
  await expect.poll(() => studio.outboxSize(projectId)).toBe(0);
  leave();
});

test('a clip starts from the active Take of its first frame, and its still is named beside it', async () => {
  await studio.startRunner([await studio.startWorker(16)]);
  const { session, leave } = await studio.createProject();
  const { shotId, imageId } = addPaintedShot(session, '020');
  const videoId = addMotion(session, imageId, shotId);
  const early = press(session, videoId);
  expect((await reached(session, early, 'failed')).error).toEqual({
    reason: 'obstacles',
    message: 'Still has no active Take to start from. Run it first.',
  });
  await reached(session, press(session, imageId), 'done');
  const intentId = press(session, videoId);
  await reached(session, intentId, 'done', 60_000);
  const [clip] = takesOf(session, intentId);
  expect(clip).toMatchObject({ kind: 'video', name: 'SHOT-020_v01_take01.mp4', rate: { num: 16, den: 1 } });
  expect(clip?.frames).toBe(17);
  expect(clip?.filmstrip?.frames).toBeGreaterThan(1);
  expect(clip?.recipe?.parameters).toMatchObject({ length: 17 });
  leave();
});

test('memory that runs out falls back one tier, and the Take says so', async () => {
  const small = await studio.startWorker(16);
  await studio.startRunner([small], { vramGb: 24 });
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '030');
  const intentId = press(session, imageId, { quality: 'high' });
  const job = await reached(session, intentId, 'done');
  expect(job).toMatchObject({ quality: 'standard', attempts: 1 });
  expect(job.notice).toBe('The worker ran out of memory at High. Running at Standard instead.');
  expect(takesOf(session, intentId)[0]).toMatchObject({ quality: 'standard', notice: job.notice });
  leave();
});

/** Puts a generator of video between a still and its shot. */
function addMotion(session: ProjectSession, imageId: string, shotId: string): string {
  const videoId = randomUUID();
  const node = { id: videoId, type: 'generate.video', position: { x: 0, y: 0 }, fields: { name: 'Clip', seconds: 1 } };
  expectOk(addNodes(session.project, [{ ...node, texts: { prompt: 'the light turns' } }]));
  const old = [...session.project.getMap('edges').keys()];
  const edges = [wire(imageId, 'image', videoId, 'image'), wire(videoId, 'video', shotId, 'picture')];
  expectOk(connect(session.project, edges, old));
  return videoId;
}
