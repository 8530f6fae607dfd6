import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestStudio, type TestPerson, type TestStudio } from '../testing/testStudio.ts';

let studio: TestStudio;
let owner: TestPerson;
let now = Date.now();
beforeAll(async () => {
  studio = await startTestStudio(() => now);
  owner = await studio.makeOwner();
});
afterAll(() => studio.stop());

const worker = {
  id: 'w1',
  name: 'Simulated 24 GB',
  tier: 'high',
  vramTotal: 24e9,
  vramFree: 20e9,
  version: '0.28.0',
  isSimulated: true,
  state: 'ready',
  problem: '',
  intentId: null,
};
const beat = (status: object, runner = 'runner-1') =>
  studio.ask('PUT', `/api/v1/internal/runners/${runner}`, {
    body: {
      workers: [worker],
      queues: { 'gpu-24gb': { waiting: 2, active: 1 } },
      queueBackend: 'postgres',
      ffmpeg: '7.1',
      ...status,
    },
    headers: { authorization: `Bearer ${studio.serviceKey}` },
  });
const health = (as = owner.cookie) => studio.ask('GET', '/health/detailed', { as });

test('without a job-runner the studio is degraded, and says which parts', async () => {
  const { status, body } = await health();
  expect([status, body.status]).toEqual([200, 'degraded']);
  expect(body.parts).toMatchObject({
    database: { status: 'ok' },
    blobs: { status: 'ok' },
    git: { status: 'ok', detail: expect.stringContaining('git version') },
    queue: { status: 'degraded', detail: 'no job-runner is connected' },
  });
});

test('a heartbeat brings queue, ffmpeg and workers, for as long as it is fresh', async () => {
  expect((await beat({})).status).toBe(204);
  const { body } = await health();
  expect(body.parts).toMatchObject({
    queue: { status: 'ok', detail: 'postgres; gpu-24gb: 2 waiting, 1 running' },
    ffmpeg: { status: 'ok', detail: '7.1' },
    workers: { status: 'ok', detail: '1 of 1 answer' },
  });
  expect((await studio.ask('GET', '/api/v1/workers', { as: owner.cookie })).list).toEqual([worker]);
  expect((await studio.ask('GET', '/api/v1/session')).body).toMatchObject({ areWorkersSimulated: true });
  now += 30_000;
  expect((await health()).body.parts['workers']?.status).toBe('degraded');
  expect((await studio.ask('GET', '/api/v1/workers', { as: owner.cookie })).list).toEqual([]);
});

test('a worker that two runners use is shown once, as the one that works on it sees it', async () => {
  await beat({});
  const busy = { ...worker, state: 'busy', intentId: 'i1' };
  await beat({ workers: [busy] }, 'runner-2');
  expect((await health()).body).toMatchObject({ workers: [busy] });
  expect((await studio.ask('GET', '/api/v1/workers', { as: owner.cookie })).list).toEqual([busy]);
  const headers = { authorization: `Bearer ${studio.serviceKey}` };
  expect((await studio.ask('DELETE', '/api/v1/internal/runners/runner-2', { headers })).status).toBe(204);
  expect((await health()).body).toMatchObject({ workers: [worker] });
});

test('a runner without ffmpeg or whose workers are lost is degraded', async () => {
  await beat({ ffmpeg: null, workers: [{ ...worker, state: 'lost', problem: 'no answer' }] });
  const { body } = await health();
  expect(body.parts['ffmpeg']).toMatchObject({
    status: 'degraded',
    detail: expect.stringContaining('apt-get install'),
  });
  expect(body.parts['workers']).toEqual({ status: 'degraded', detail: '0 of 1 answer' });
});

test('outsiders see which part is ill, and no more', async () => {
  await beat({});
  const outside = { headers: { 'x-forwarded-for': '203.0.113.7' } };
  const { body } = await studio.ask('GET', '/health/detailed', outside);
  expect(body.parts['git']).toEqual({ status: 'ok', detail: '' });
  expect(body).toMatchObject({ workers: [] });
});

test('members, and whoever asks on the machine itself, see each worker with its tier and memory', async () => {
  await beat({});
  const outside = { headers: { 'x-forwarded-for': '203.0.113.7' }, as: owner.cookie };
  expect((await studio.ask('GET', '/health/detailed', outside)).body).toMatchObject({ workers: [worker] });
  expect((await health('')).body).toMatchObject({ workers: [worker] });
});

test('metrics count requests by route, sync is among them, and no address of a secret is', async () => {
  await studio.ask('GET', '/api/v1/share/a-token-that-nobody-should-see');
  const metrics = (await studio.ask('GET', '/metrics')).bytes.toString();
  expect(metrics).toMatch(
    /studio_http_request_seconds_count\{method="GET",route="\/api\/v1\/session",status="200"\} \d/,
  );
  expect(metrics).toContain('studio_sync_connections');
  expect(metrics).toContain('process_cpu_seconds_total');
  expect(metrics).not.toContain('a-token-that-nobody-should-see');
});

test('every answer carries the headers that keep other sites out', async () => {
  const { headers } = await studio.ask('GET', '/api/v1/session');
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'content-security-policy': expect.stringContaining("connect-src 'self' ws://studio.test"),
  });
});

test('pipelines are described without their graphs', async () => {
  const { list } = await studio.ask('GET', '/api/v1/pipelines', { as: owner.cookie });
  expect(list.length).toBeGreaterThan(1);
  expect(JSON.stringify(list)).not.toContain('class_type');
});
