import { tierOf } from '@studio/shared/jobs';
import { fail, ok, type Result } from '@studio/shared/result';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { WorkerFacts } from './probeWorker.ts';
import { WorkerPool } from './workerPool.ts';

const url = 'http://gpu:8188';

function facts(quality: 'low' | 'high' | undefined): Result<WorkerFacts, 'lost'> {
  const tier = quality === undefined ? undefined : tierOf(quality);
  return ok({ name: 'RTX', tier, vramTotal: 24, vramFree: 20, version: '0.33.0', isSimulated: false });
}

function poolWith(answers: Result<WorkerFacts, 'lost'>[], clock = () => 0) {
  const seen: number[] = [];
  const pool = new WorkerPool({
    addresses: [{ url }],
    probe: async () => answers.shift() ?? fail('lost', 'It does not answer.'),
    registry: { seen: async (_url, _vram, memoryGb) => void seen.push(memoryGb) },
    clock,
    log: pino({ level: 'silent' }),
  });
  return { pool, seen };
}

test('a worker serves its own queue first, then smaller ones', async () => {
  const { pool, seen } = poolWith([facts('high')]);
  expect(pool.queuesOf(url)).toEqual([]);
  await pool.probeAll();
  expect(pool.queuesOf(url)).toEqual(['gpu-24gb', 'gpu-16gb', 'gpu-12gb']);
  expect(seen).toEqual([24]);
});

test('one missed answer is forgiven; at the second the worker is lost, and it comes back', async () => {
  const { pool } = poolWith([facts('low'), fail('lost', 'Silence.'), fail('lost', 'Silence.'), facts('low')]);
  await pool.probeAll();
  await pool.probeAll();
  expect(pool.statuses()[0]?.state).toBe('ready');
  await pool.probeAll();
  expect(pool.statuses()[0]).toMatchObject({ state: 'lost', problem: 'Silence.', name: 'RTX' });
  expect(pool.queuesOf(url)).toEqual([]);
  await pool.probeAll();
  expect(pool.statuses()[0]).toMatchObject({ state: 'ready', problem: '' });
});

test('a worker below the lowest tier takes nothing and says why', async () => {
  const { pool, seen } = poolWith([facts(undefined)]);
  await pool.probeAll();
  expect(pool.queuesOf(url)).toEqual([]);
  expect(pool.statuses()[0]?.problem).toContain('12 GB');
  expect(seen).toEqual([]);
});

test('a worker that is left alone is not asked before its rest is over', async () => {
  let now = 0;
  const { pool } = poolWith([facts('low'), facts('low')], () => now);
  await pool.probeAll();
  pool.markLost(url, 'A model file is broken.', 1000);
  await pool.probeAll();
  expect(pool.statuses()[0]).toMatchObject({ state: 'lost', problem: 'A model file is broken.' });
  now = 1000;
  await pool.probeAll();
  expect(pool.statuses()[0]?.state).toBe('ready');
});

test('what a worker does is shown', async () => {
  const { pool } = poolWith([facts('low')]);
  await pool.probeAll();
  pool.occupy(url, 'intent');
  expect(pool.statuses()[0]).toMatchObject({ state: 'busy', intentId: 'intent', tier: 'low' });
});
