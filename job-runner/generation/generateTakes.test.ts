import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPaintedShot, jobIn, press, reached, takesOf } from '../testing/filmParts.ts';
import { startStudio, type TestStudio } from '../testing/startStudio.ts';

let studio: TestStudio;

beforeAll(async () => {
  studio = await startStudio();
});
afterAll(async () => {
  await studio.stop();
});

test('an intent becomes its Takes, named after the shot, with media that the server serves', async () => {
  const worker = await studio.startWorker(16);
  const runner = await studio.startRunner([worker]);
  const { session, leave } = await studio.createProject();
  const { shotId, imageId } = addPaintedShot(session, '010');
  const intentId = press(session, imageId, { seeds: [1, 2] });
  await reached(session, intentId, 'done');
  const takes = takesOf(session, intentId);
  expect(takes.map((take) => [take.id, take.name, take.slotId, take.version, take.number])).toEqual([
    [`${intentId}.0`, 'SHOT-010_v01_take01.png', shotId, 1, 1],
    [`${intentId}.1`, 'SHOT-010_v01_take02.png', shotId, 1, 2],
  ]);
  expect(jobIn(session, intentId)).toMatchObject({ state: 'done', attempts: 1, quality: 'low', slotId: shotId });
  leave();
  await runner.stop();
});
