import { cancelIntent } from '@studio/shared/document';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ProjectSession } from '../documents/projectSession.ts';
import { addPaintedShot, expectOk, jobIn, press, reached, takesOf } from '../testing/filmParts.ts';
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

function cancel(session: ProjectSession, intentId: string): void {
  expectOk(cancelIntent(session.project, intentId, { id: 'bo', name: 'Bo' }, 2));
}

test('a run that waits is cancelled and never begins; one that runs is stopped on its worker', async () => {
  const worker = await studio.startWorker(16, 1);
  await studio.startRunner([worker]);
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '010');
  const running = press(session, imageId);
  await reached(session, running, 'running');
  const waiting = press(session, imageId, { seeds: [8] });
  await reached(session, waiting, 'queued');
  cancel(session, waiting);
  expect((await reached(session, waiting, 'cancelled')).attempts).toBe(0);
  const stored = async () => (await studio.pool.query('select 1 from runner.prompts')).rowCount;
  await expect.poll(stored, { timeout: 10_000 }).toBe(1);
  cancel(session, running);
  expect((await reached(session, running, 'cancelled')).attempts).toBe(1);
  const { rows } = await studio.pool.query<{ prompt_id: string }>('select prompt_id from runner.prompts');
  const answer = await fetch(`${worker.url}/api/jobs/${rows[0]?.prompt_id}`);
  expect(await answer.json()).toMatchObject({ status: 'cancelled' });
  expect([...takesOf(session, running), ...takesOf(session, waiting)]).toEqual([]);
  leave();
});

test('a cancellation that overtakes its intent still holds', async () => {
  const { session, leave, projectId } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '020');
  const intentId = press(session, imageId);
  cancel(session, intentId);
  await expect.poll(() => studio.outboxSize(projectId), { timeout: 10_000 }).toBe(2);
  const reverse = `update outbox set payload = payload where key = $1 and kind = 'intent' returning id`;
  expect((await studio.pool.query(reverse, [intentId])).rowCount).toBe(1);
  await studio.pool.query(`update outbox set handed_at = now() where key = $1 and kind = 'intent'`, [intentId]);
  await studio.startRunner([await studio.startWorker(16)]);
  await expect.poll(() => studio.outboxSize(projectId), { timeout: 10_000 }).toBe(0);
  await studio.pool.query(`update outbox set handed_at = null where key = $1 and kind = 'intent'`, [intentId]);
  expect((await reached(session, intentId, 'cancelled')).attempts).toBe(0);
  leave();
});

test('a quality that no worker can serve falls back before it is queued, and says so', async () => {
  await studio.startRunner([await studio.startWorker(12)]);
  const { session, leave } = await studio.createProject();
  await studio.pool.query('delete from runner.workers where memory_gb > 12');
  const { imageId } = addPaintedShot(session, '030');
  const intentId = press(session, imageId, { quality: 'high' });
  const job = await reached(session, intentId, 'done', 30_000);
  expect(job).toMatchObject({
    quality: 'low',
    notice: 'High needs 24 GB; the largest worker has 12 GB. Running at Low instead.',
  });
  expect(takesOf(session, intentId)[0]?.notice).toBe(job.notice);
  leave();
});

test('without any worker a run fails at once and says what to connect', async () => {
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '040');
  await studio.startRunner([{ url: 'http://127.0.0.1:9' }]);
  await studio.pool.query('delete from runner.workers');
  const intentId = press(session, imageId);
  await reached(session, intentId, 'failed');
  expect(jobIn(session, intentId)?.error).toEqual({
    reason: 'no-worker',
    message: 'No worker is connected; this needs 12 GB. Connect a larger worker, then run it again.',
  });
  leave();
});

test('a project that is gone holds up nobody', async () => {
  const { session, leave, projectId } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '050');
  const lost = press(session, imageId);
  await expect.poll(() => studio.outboxSize(projectId), { timeout: 10_000 }).toBe(1);
  await studio.pool.query('delete from projects where id = $1', [projectId]);
  await studio.startRunner([await studio.startWorker(16)]);
  await expect.poll(() => studio.outboxSize(projectId), { timeout: 10_000 }).toBe(0);
  expect((await studio.pool.query('select 1 from runner.intents where intent_id = $1', [lost])).rowCount).toBe(0);
  leave();
});
