import { once } from 'node:events';
import { cancelIntent } from '@studio/shared/document';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startRedis, type TestRedis } from '../../infra/testing/index.ts';
import { addPaintedShot, expectOk, jobIn, press, reached, takesOf } from '../testing/filmParts.ts';
import { startStudio, type TestStudio } from '../testing/startStudio.ts';

let studio: TestStudio;
let redis: TestRedis;

beforeAll(async () => {
  [studio, redis] = await Promise.all([startStudio(), startRedis()]);
});
afterEach(async () => {
  await studio.stopRunners();
});
afterAll(async () => {
  await studio.stop();
  await redis.stop();
});

/** Waits until a worker has the prompt of an intent; returns its id. */
async function posted(worker: { readonly url: string }, intentId: string): Promise<string> {
  let promptId = '';
  const isThere = async () => {
    const found = 'select prompt_id as id from runner.prompts where intent_id = $1';
    const { rows } = await studio.pool.query<{ id: string }>(found, [intentId]);
    promptId = rows[0]?.id ?? '';
    return (await fetch(`${worker.url}/api/jobs/${promptId}`)).ok;
  };
  await expect.poll(isThere, { timeout: 10_000 }).toBe(true);
  return promptId;
}

async function promptsOf(intentId: string): Promise<number> {
  const { rowCount } = await studio.pool.query('select 1 from runner.prompts where intent_id = $1', [intentId]);
  return rowCount ?? 0;
}

test('a runner that is killed loses nothing: another takes up its prompt, and there is one Take', async () => {
  const worker = await studio.startWorker(16, 3);
  const doomed = await studio.forkRunner([worker]);
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '010');
  const intentId = press(session, imageId);
  await reached(session, intentId, 'running');
  await posted(worker, intentId);
  doomed.kill('SIGKILL');
  await once(doomed, 'exit');
  await studio.startRunner([worker]);
  const job = await reached(session, intentId, 'done', 40_000);
  expect(job.attempts).toBe(2);
  expect(takesOf(session, intentId)).toHaveLength(1);
  expect(await promptsOf(intentId)).toBe(1);
  leave();
});

test('a runner that shuts down hands its run back, and the prompt goes on without it', async () => {
  const worker = await studio.startWorker(16, 3);
  const first = await studio.forkRunner([worker]);
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '020');
  const intentId = press(session, imageId);
  await reached(session, intentId, 'running');
  await posted(worker, intentId);
  first.kill('SIGTERM');
  expect(await once(first, 'exit')).toEqual([0, null]);
  await reached(session, intentId, 'queued');
  await studio.startRunner([worker]);
  await reached(session, intentId, 'done', 40_000);
  expect(await promptsOf(intentId)).toBe(1);
  expect(takesOf(session, intentId)).toHaveLength(1);
  leave();
});

test('a row of the outbox that comes twice makes its Takes once', async () => {
  await studio.startRunner([await studio.startWorker(16)]);
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '030');
  const intentId = press(session, imageId);
  await reached(session, intentId, 'running');
  const deliverAgain = async () => {
    await studio.pool.query('update outbox set handed_at = null where key = $1', [intentId]);
    await studio.pool.query(`select pg_notify('outbox', '')`);
    const waiting = async () =>
      (await studio.pool.query('select 1 from outbox where key = $1 and handed_at is null', [intentId])).rowCount;
    await expect.poll(waiting, { timeout: 10_000 }).toBe(0);
  };
  await deliverAgain();
  await reached(session, intentId, 'done');
  await deliverAgain();
  expect(jobIn(session, intentId)?.attempts).toBe(1);
  expect(takesOf(session, intentId)).toHaveLength(1);
  expect(await promptsOf(intentId)).toBe(1);
  leave();
});

test('a queue that was wiped is filled again from what was accepted', async () => {
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '040');
  const idle = await studio.startRunner([{ url: 'http://127.0.0.1:9' }], { vramGb: 12 });
  await studio.pool.query(`insert into runner.workers values ('http://gone', 1, 12, now()) on conflict do nothing`);
  const intentId = press(session, imageId);
  await reached(session, intentId, 'queued');
  await idle.stop();
  const tables = await studio.pool.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'queue' and table_name not like '%migration%' and table_type = 'BASE TABLE'`,
  );
  for (const { name } of tables.rows) await studio.pool.query(`truncate queue.${name} cascade`);
  await studio.pool.query(`update runner.intents set accepted_at = now() - interval '1 minute'`);
  await studio.startRunner([await studio.startWorker(12)]);
  await reached(session, intentId, 'done', 30_000);
  expect(takesOf(session, intentId)).toHaveLength(1);
  leave();
});

test('two runners on Redis share the work and every worker has one run at a time', async () => {
  const workers = [await studio.startWorker(12, 10), await studio.startWorker(24, 10)];
  const options = { redisUrl: redis.url };
  await studio.startRunner(workers, options);
  await studio.startRunner(workers, options);
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '050');
  const intents = [1, 2, 3, 4].map((seed) => press(session, imageId, { seeds: [seed] }));
  for (const intentId of intents) await reached(session, intentId, 'done', 40_000);
  const takes = intents.flatMap((intentId) => takesOf(session, intentId));
  expect(takes).toHaveLength(4);
  expect(takes.map((take) => take.number).sort()).toEqual([1, 2, 3, 4]);
  leave();
});

test('a worker that dies during a run loses nothing: another one makes the Take', async () => {
  const [doomed, other] = [await studio.startWorker(16, 2), await studio.startWorker(16, 50)];
  await studio.startRunner([doomed]);
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '060');
  const intentId = press(session, imageId);
  await reached(session, intentId, 'running');
  await posted(doomed, intentId);
  await studio.startRunner([other]);
  await doomed.dieNow();
  const job = await reached(session, intentId, 'done', 40_000);
  expect(job.worker).toContain(new URL(other.url).host);
  expect(takesOf(session, intentId)).toHaveLength(1);
  leave();
});

test('a run that is cancelled after its runner died is stopped on its worker too', async () => {
  const worker = await studio.startWorker(16, 0.3);
  const doomed = await studio.forkRunner([worker]);
  const { session, leave } = await studio.createProject();
  const { imageId } = addPaintedShot(session, '070');
  const intentId = press(session, imageId);
  await reached(session, intentId, 'running');
  const promptId = await posted(worker, intentId);
  doomed.kill('SIGKILL');
  await once(doomed, 'exit');
  expectOk(cancelIntent(session.project, intentId, { id: 'bo', name: 'Bo' }, 2));
  await studio.startRunner([worker]);
  await reached(session, intentId, 'cancelled', 40_000);
  const status = async () =>
    ((await (await fetch(`${worker.url}/api/jobs/${promptId}`)).json()) as { status: string }).status;
  await expect.poll(status, { timeout: 20_000 }).toBe('cancelled');
  expect(takesOf(session, intentId)).toEqual([]);
  leave();
});
