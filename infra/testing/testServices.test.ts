import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase, startPostgres, startRedis } from './index.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('each test file gets a database of its own', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await query(one.url, 'CREATE TABLE shots (id int)');
  await expect(query(other.url, 'SELECT * FROM shots')).rejects.toThrow(/does not exist/);
  await Promise.all([one.drop(), other.drop()]);
  await expect(query(one.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
});

test('a template is prepared once and copied', async () => {
  let prepared = 0;
  const template = {
    name: 'counted',
    prepare: async (url: string) => {
      prepared += 1;
      await query(url, 'CREATE TABLE takes AS SELECT 7 AS id');
    },
  };
  const databases = await Promise.all([createTestDatabase(template), createTestDatabase(template)]);
  for (const database of databases) expect(await query(database.url, 'SELECT id FROM takes')).toEqual([{ id: 7 }]);
  expect(prepared).toBe(1);
  await Promise.all(databases.map((database) => database.drop()));
});

test("runs on Debian's PostgreSQL as a distributed installation does", async () => {
  const cluster = await startPostgres('debian');
  expect(await query(cluster.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await cluster.stop();
});

test('Redis keeps an append-only file', async () => {
  const server = await startRedis();
  const redis = new Redis(server.url);
  expect(await redis.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
  redis.disconnect();
  await server.stop();
});

test('a killed test run leaves neither servers nor folders', async () => {
  const script = fileURLToPath(new URL('./fixtures/startAndWait.ts', import.meta.url));
  const owner = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve) => owner.stdout.once('data', (chunk) => resolve(String(chunk))));
  const { folder, port } = JSON.parse(line) as { folder: string; port: number };
  expect(existsSync(folder)).toBe(true);
  owner.kill('SIGKILL');
  await expect.poll(() => existsSync(folder), { timeout: 15_000 }).toBe(false);
  await expect(query(`postgres://studio@127.0.0.1:${port}/postgres`, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
});
