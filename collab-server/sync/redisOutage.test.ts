import { randomUUID } from 'node:crypto';
import { rootMap } from '@studio/shared/document';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type ChaosProxy,
  FAIR_WEATHER,
  openChaosProxy,
  startRedis,
  type TestRedis,
} from '../../infra/testing/index.ts';
import type { TestServer } from './fixtures/syncServer.ts';
import { useSyncServer } from './fixtures/useSyncServer.ts';
import { connectRedis } from './redisLink.ts';

const bench = useSyncServer();
const soon = { timeout: 8000 };
const HOUR_MS = 3_600_000;
let redis: TestRedis;
let wire: ChaosProxy;
let one: TestServer;
let two: TestServer;
/** The control: it hears of nothing but what Redis brings. */
let deaf: TestServer;

beforeAll(async () => {
  redis = await startRedis();
  wire = await openChaosProxy({ port: Number(new URL(redis.url).port) });
  const openRedis = () => connectRedis(`redis://127.0.0.1:${wire.port}`);
  one = await bench.startServer({ openRedis });
  two = await bench.startServer({ openRedis });
  deaf = await bench.startServer({ openRedis, limits: { followIntervalMs: HOUR_MS, followUnlinkedMs: HOUR_MS } });
});
afterAll(async () => {
  await Promise.all([one, two, deaf].map((server) => server.sync.dispose()));
  await wire.close();
  await redis.stop();
});

test.each([
  ['gone', { isRefusing: true }],
  ['there and answers nothing', { isHalfOpen: true }],
] as const)(
  'Redis is %s: servers follow the journal, documents open, and all are equal when it is back',
  async (_how, weather) => {
    const name = `project/${randomUUID()}`;
    const ada = bench.open('ada', name, {}, one);
    const ben = bench.open('ben', name, {}, two);
    const control = bench.open('ben', name, {}, deaf);
    await expect.poll(() => [ada, ben, control].every((client) => client.isSaved()), soon).toBe(true);
    wire.set(weather);
    if ('isRefusing' in weather) wire.reset();
    const began = performance.now();
    rootMap(ada.doc, 'meta').set('title', 'From one');
    await expect.poll(() => rootMap(ben.doc, 'meta').get('title'), { timeout: 12_000 }).toBe('From one');
    process.stdout.write(`Without Redis an edit crossed after ${((performance.now() - began) / 1000).toFixed(1)} s.\n`);
    expect(rootMap(control.doc, 'meta').get('title')).toBeUndefined();

    const late = `project/${randomUUID()}`;
    const [carl, dora] = [bench.open('ada', late, {}, one), bench.open('ben', late, {}, two)];
    await expect.poll(() => carl.isSaved() && dora.isSaved(), { timeout: 12_000 }).toBe(true);
    rootMap(carl.doc, 'meta').set('title', 'Opened meanwhile');
    await expect.poll(() => rootMap(dora.doc, 'meta').get('title'), soon).toBe('Opened meanwhile');

    wire.set(FAIR_WEATHER);
    await expect.poll(() => rootMap(control.doc, 'meta').get('title'), { timeout: 12_000 }).toBe('From one');
    rootMap(dora.doc, 'meta').set('logline', 'Joined now');
    await expect.poll(() => rootMap(carl.doc, 'meta').get('logline'), soon).toBe('Joined now');
  },
);
