import { createTestDatabase, type TestDatabase } from '@studio/infra/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkerLeases } from './workerLeases.ts';

const WORKERS = ['http://worker-1:8188', 'http://worker-2:8188', 'http://worker-3:8188'];
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('one runner at a time has a worker, and leases taken all at once are given back all', async () => {
  const one = new WorkerLeases(database.url);
  const other = new WorkerLeases(database.url);
  expect(await Promise.all(WORKERS.map((worker) => one.take(worker)))).toEqual([true, true, true]);
  expect(await Promise.all(WORKERS.map((worker) => other.take(worker)))).toEqual([false, false, false]);
  await Promise.all(WORKERS.map((worker) => one.release(worker)));
  expect(await Promise.all(WORKERS.map((worker) => other.take(worker)))).toEqual([true, true, true]);
  await Promise.all([one.close(), other.close()]);
});

test('a runner that closes leaves its workers to the others', async () => {
  const one = new WorkerLeases(database.url);
  const other = new WorkerLeases(database.url);
  expect(await one.take('http://worker-1:8188')).toBe(true);
  await one.close();
  await expect.poll(() => other.take('http://worker-1:8188')).toBe(true);
  await other.close();
});
