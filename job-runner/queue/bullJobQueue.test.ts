import { randomUUID } from 'node:crypto';
import { createTestDatabase, startRedis } from '../../infra/testing/index.ts';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type BullBackend, postgresBackend, redisBackend } from './bullBackend.ts';
import { BullJobQueue } from './bullJobQueue.ts';
import type { QueueName, TakenJob } from './jobQueue.ts';

const GPU_ALL: readonly QueueName[] = ['gpu-24gb', 'gpu-16gb', 'gpu-12gb'];
const ALL: readonly QueueName[] = [...GPU_ALL, 'render'];
const TIMES = { lockMs: 800, checkMs: 300 };

const NAMES = ['postgres', 'redis'] as const;
type Name = (typeof NAMES)[number];

const backends = new Map<Name, BullBackend>();
const stops: (() => Promise<void>)[] = [];
const opened: BullJobQueue[] = [];

beforeAll(async () => {
  const [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
  backends.set('postgres', postgresBackend(database.url)).set('redis', redisBackend(redis.url));
  stops.push(
    () => database.drop(),
    () => redis.stop(),
  );
});
afterEach(async () => {
  for (const queue of opened.splice(0)) {
    for (let left = await queue.take(ALL); left; left = await queue.take(ALL)) await left.finish();
    await queue.close();
  }
});
afterAll(async () => {
  for (const stop of stops) await stop();
});

async function open(name: Name, clock: () => number = Date.now): Promise<BullJobQueue> {
  const backend = backends.get(name);
  if (backend?.name !== name) throw new Error(`There is no backend ${name}.`);
  const queue = new BullJobQueue(backend, clock, pino({ level: 'silent' }), TIMES);
  await queue.open();
  opened.push(queue);
  return queue;
}

async function takeSoon(queue: BullJobQueue, queues: readonly QueueName[] = GPU_ALL): Promise<TakenJob> {
  let taken: TakenJob | undefined;
  await expect.poll(async () => (taken ??= await queue.take(queues)), { timeout: 8000 }).toBeDefined();
  if (!taken) throw new Error('No job came.');
  return taken;
}

test.each(NAMES)('%s: a job is added once however often it is delivered, even after it ran', async (name) => {
  const queue = await open(name);
  const id = randomUUID();
  for (let time = 0; time < 3; time += 1) await queue.add('gpu-12gb', id, 1);
  const taken = await takeSoon(queue);
  expect(taken.intentId).toBe(id);
  expect(await queue.find('gpu-12gb', id)).toBe('active');
  await taken.finish();
  await queue.add('gpu-12gb', id, 1);
  expect(await queue.take(GPU_ALL)).toBeUndefined();
  expect(await queue.find('gpu-12gb', id)).toBe('finished');
  await queue.forget('gpu-12gb', id);
  expect(await queue.find('gpu-12gb', id)).toBe('absent');
});

test.each(NAMES)('%s: lower priorities run first, and queues are served in the order given', async (name) => {
  const queue = await open(name);
  const [late, early, small, own] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;
  await queue.add('gpu-12gb', small, 1);
  await queue.add('gpu-24gb', late, 5);
  await queue.add('gpu-24gb', early, 2);
  await queue.add('gpu-24gb', own, 3);
  const order: string[] = [];
  for (let left = await queue.take(GPU_ALL); left; left = await queue.take(GPU_ALL)) {
    order.push(left.intentId);
    await left.finish();
  }
  expect(order).toEqual([early, own, late, small]);
});

test.each(NAMES)('%s: counts say what waits and what runs', async (name) => {
  const queue = await open(name);
  await queue.add('render', randomUUID(), 1);
  await queue.add('render', randomUUID(), 1);
  const taken = await takeSoon(queue, ['render']);
  expect((await queue.counts()).render).toEqual({ waiting: 1, active: 1 });
  await taken.finish();
});

test.each(NAMES)('%s: a waiting job can be removed, one that runs cannot', async (name) => {
  const queue = await open(name);
  const [waiting, running] = [randomUUID(), randomUUID()] as const;
  await queue.add('gpu-16gb', running, 1);
  const taken = await takeSoon(queue);
  await queue.add('gpu-16gb', waiting, 1);
  expect(await queue.removeWaiting('gpu-16gb', waiting)).toBe(true);
  expect(await queue.find('gpu-16gb', waiting)).toBe('absent');
  expect(await queue.removeWaiting('gpu-16gb', running)).toBe(false);
  await taken.finish();
});

test.each(NAMES)('%s: a job given back runs again, at once or after its delay', async (name) => {
  const queue = await open(name);
  const id = randomUUID();
  await queue.add('gpu-12gb', id, 1);
  await (await takeSoon(queue)).giveBack(0);
  const again = await takeSoon(queue);
  expect(again.intentId).toBe(id);
  await again.giveBack(400);
  expect(await queue.take(GPU_ALL)).toBeUndefined();
  const later = await takeSoon(queue);
  expect(later.intentId).toBe(id);
  await later.finish();
});

test.each(NAMES)('%s: a lock is renewed while the job runs: nobody else gets it', async (name) => {
  const [owner, other] = [await open(name), await open(name)];
  const id = randomUUID();
  await owner.add('gpu-12gb', id, 1);
  const taken = await takeSoon(owner);
  const until = Date.now() + 3 * TIMES.lockMs;
  await expect
    .poll(async () => ((await other.take(GPU_ALL)) ? 'taken' : Date.now() > until), { timeout: 8000 })
    .toBe(true);
  expect(taken.lost.aborted).toBe(false);
  await taken.finish();
});

test.each(NAMES)(
  '%s: the job of a runner that stopped renewing goes to another within seconds, and the first one learns it',
  async (name) => {
    let sleptMs = 0;
    const sleeper = await open(name, () => Date.now() + sleptMs);
    const other = await open(name);
    const id = randomUUID();
    await sleeper.add('gpu-12gb', id, 1);
    const lost = await takeSoon(sleeper);
    sleptMs = 60_000;
    const taken = await takeSoon(other);
    expect(taken.intentId).toBe(id);
    await expect.poll(() => lost.lost.aborted).toBe(true);
    await expect(lost.finish()).rejects.toThrow(/lock/i);
    await taken.finish();
  },
);
