import { createTestDatabase, openChaosProxy } from '@studio/infra/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';

test('a connection that never answers is given up after its time, and the next one is used', async () => {
  const scratch = await createTestDatabase();
  const url = new URL(scratch.url);
  const proxy = await openChaosProxy({ port: Number(url.port) });
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  const database = openDatabase({
    url: url.href,
    maxConnections: 1,
    queryTimeoutMs: 300,
    onIdleError: () => undefined,
  });
  onTestFinished(async () => {
    await database.close();
    await proxy.close();
    await scratch.drop();
  });
  await database.pool.query('select 1');
  proxy.set({ isHalfOpen: true });
  await expect(database.pool.query('select 2')).rejects.toThrow('timeout');
  // What was open meanwhile stays dead.
  proxy.set({});
  const { rows } = await database.pool.query<{ three: number }>('select 3 as three');
  expect(rows).toEqual([{ three: 3 }]);
});
