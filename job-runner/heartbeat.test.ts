import { runnerStatusSchema } from '@studio/shared/api';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRunnerConfiguration } from './configuration.ts';
import { Heartbeat } from './heartbeat.ts';
import { RunnerMetrics, startStatusServer } from './statusServer.ts';
import { startStudio, type TestStudio } from './testing/startStudio.ts';

let studio: TestStudio;

beforeAll(async () => {
  studio = await startStudio();
});
afterAll(async () => {
  await studio.stop();
});

test('the collab-server knows the workers and queues of a runner until it stops', async () => {
  const worker = await studio.startWorker(24);
  const runner = await studio.startRunner([worker]);
  const stored = async () =>
    (await studio.pool.query<{ status: unknown }>('select status from runner_status')).rows[0]?.status;
  await expect.poll(stored, { timeout: 10_000 }).toBeDefined();
  const status = runnerStatusSchema.parse(await stored());
  expect(status).toMatchObject({ queueBackend: 'postgres', queues: { render: { waiting: 0, active: 0 } } });
  expect(status.ffmpeg).toContain('ffmpeg version');
  expect(status.workers).toMatchObject([
    { id: worker.url, tier: 'high', isSimulated: true, state: 'ready', version: '0.33.0', vramTotal: 24 * 2 ** 30 },
  ]);
  await runner.stop();
  expect(await stored()).toBeUndefined();
});

test('a port of its own answers health and numbers', async () => {
  const counts = { waiting: 2, active: 1 };
  const queues = { 'gpu-12gb': counts, 'gpu-16gb': counts, 'gpu-24gb': counts, render: counts };
  const heartbeat = new Heartbeat({
    runnerId: 'r',
    collab: { reportStatus: () => Promise.resolve(), reportGone: () => Promise.resolve() },
    pool: { statuses: () => [] },
    queue: { counts: () => Promise.resolve(queues) },
    queueBackend: 'redis',
    ffmpegVersion: () => null,
    log: pino({ level: 'silent' }),
  });
  const metrics = new RunnerMetrics();
  metrics.countRun('done');
  const server = await startStatusServer(0, metrics, heartbeat);
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  expect(await (await fetch(`${base}/health`)).json()).toMatchObject({ status: 'ok', queueBackend: 'redis' });
  const text = await (await fetch(`${base}/metrics`)).text();
  expect(text).toContain('studio_runs_total{outcome="done"} 1');
  expect(text).toContain('studio_queue_jobs{queue="render",state="waiting"} 2');
  expect((await fetch(`${base}/other`)).status).toBe(404);
  server.close();
});

test('a configuration that cannot work names every variable', () => {
  const read = readRunnerConfiguration({ RUNNER_PORT: 'x', COMFYUI_WORKERS: 'ftp://gpu' });
  const message = read.ok ? '' : read.failure.message;
  expect(message).toContain('DATABASE_URL is not set');
  expect(message).toContain('STUDIO_SERVICE_KEY is not set');
  expect(message).toContain("COMFYUI_WORKERS is 'ftp://gpu'");
  expect(message).toContain("RUNNER_PORT is 'x'; it must be a whole number from 1 to 65535.");
});
