import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addNodes, insertClips, trimClip, updateMeta } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { namedRates, parseEdl } from '@studio/shared/timeline';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addPaintedShot, expectOk, press, reached, takesOf } from '../testing/filmParts.ts';
import { startStudio, type TestStudio } from '../testing/startStudio.ts';

let studio: TestStudio;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'film-test-'));
  studio = await startStudio();
});
afterEach(async () => {
  await studio.stopRunners();
});
afterAll(async () => {
  await studio.stop();
  rmSync(folder, { recursive: true, force: true });
});

function countFrames(bytes: Buffer): number {
  const file = join(folder, `${randomUUID()}.mp4`);
  writeFileSync(file, bytes);
  const args = ['-v', 'error', '-count_packets', '-select_streams', 'v:0', '-show_entries', 'stream=nb_read_packets'];
  return Number(execFileSync('ffprobe', [...args, '-of', 'csv=p=0', file], { encoding: 'utf8' }));
}

test('the cut becomes a film of exactly the frames that its list says, and a changed cut its next version', async () => {
  await studio.startRunner([await studio.startWorker(16)]);
  const { session, leave } = await studio.createProject();
  expectOk(updateMeta(session.project, { width: 320, height: 180 }));
  const shots = ['010', '020', '030'].map((number) => addPaintedShot(session, number));
  for (const [index, { imageId }] of shots.slice(0, 2).entries()) {
    await reached(session, press(session, imageId, { seeds: [index] }), 'done');
  }
  const filmId = randomUUID();
  expectOk(addNodes(session.project, [{ id: filmId, type: 'assembler', position: { x: 0, y: 0 } }]));
  const clips = shots.map(({ shotId }, index) => ({ id: `clip-${index}`, shotId, durationFrames: 12 + index }));
  expectOk(insertClips(session.project, clips, 0));
  const first = press(session, filmId, { kind: 'render', seeds: [] });
  await reached(session, first, 'done', 60_000);
  const [film] = takesOf(session, first);
  expect(film).toMatchObject({ kind: 'film', name: 'FILM_v01_take01.mp4', slotId: filmId, frames: 39, width: 320 });
  expect(film?.notice).toContain('has no Take');
  expect(countFrames(await studio.readMedia(film?.media.sha256 ?? ''))).toBe(39);
  const text = (await studio.readMedia(film?.edl?.sha256 ?? '')).toString('utf8');
  expect(unwrap(parseEdl(text, namedRates['24'])).events.at(-1)?.recordOutFrames).toBe(39);
  expectOk(trimClip(session.project, 'clip-0', { durationFrames: 6 }));
  const second = press(session, filmId, { kind: 'render', seeds: [] });
  await reached(session, second, 'done', 60_000);
  expect(takesOf(session, second)[0]).toMatchObject({ name: 'FILM_v02_take02.mp4', frames: 33 });
  leave();
});

test('an empty cut says what is missing', async () => {
  await studio.startRunner([await studio.startWorker(16)]);
  const { session, leave } = await studio.createProject();
  const filmId = randomUUID();
  expectOk(addNodes(session.project, [{ id: filmId, type: 'assembler', position: { x: 0, y: 0 } }]));
  const intentId = press(session, filmId, { kind: 'render', seeds: [] });
  const job = await reached(session, intentId, 'failed');
  expect(job.error).toEqual({ reason: 'edl-empty', message: 'The cut has no clips. Put at least one shot in it.' });
  leave();
});
