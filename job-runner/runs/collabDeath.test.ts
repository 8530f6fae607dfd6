import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addPaintedShot, jobIn, press, reached, takesOf } from '../testing/filmParts.ts';
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

test('a collab-server that dies while a run goes on finds the Take when it is back', async () => {
  const worker = await studio.startWorker(16, 4);
  await studio.startRunner([worker]);
  const { session, leave, projectId } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '010');
  const intentId = press(session, imageId);
  await reached(session, intentId, 'running');
  await studio.killCollab();
  const prompts = async () =>
    (await studio.pool.query<{ id: string }>('select prompt_id as id from runner.prompts')).rows.map(({ id }) => id);
  const finished = async () => {
    const answer = await fetch(`${worker.url}/api/jobs/${(await prompts())[0]}`);
    return ((await answer.json()) as { status: string }).status;
  };
  await expect.poll(finished, { timeout: 20_000 }).toBe('completed');
  expect(takesOf(session, intentId)).toEqual([]);
  await studio.startCollab();
  await reached(session, intentId, 'done', 60_000);
  expect(await prompts()).toHaveLength(1);
  expect(takesOf(session, intentId)).toHaveLength(1);
  await studio.killCollab();
  await studio.startCollab();
  const later = await studio.rejoin(projectId);
  expect(takesOf(later.session, intentId)).toHaveLength(1);
  expect(jobIn(later.session, intentId)?.state).toBe('done');
  later.leave();
  leave();
}, 120_000);
