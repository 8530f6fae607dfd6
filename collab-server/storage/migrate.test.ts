import { getMigrations } from 'better-auth/db/migration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../infra/testing/index.ts';
import { createAuth } from '../accounts/createAuth.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';

let scratch: TestDatabase;
beforeAll(async () => {
  scratch = await createTestDatabase();
});
afterAll(() => scratch.drop());

test('several servers that start at once migrate once', async () => {
  const databases = [1, 2, 3].map(() => openDatabase({ url: scratch.url, maxConnections: 2 }));
  const ran = await Promise.all(databases.map((database) => migrate(database.kysely)));
  expect(ran.flat().filter((name) => name === '0001Accounts')).toHaveLength(1);
  expect(
    ran
      .map((names) => names.length)
      .sort((a, b) => a - b)
      .slice(0, 2),
  ).toEqual([0, 0]);
  await Promise.all(databases.map((database) => database.close()));
});

test('better-auth misses nothing in our schema', async () => {
  const database = openDatabase({ url: scratch.url });
  await migrate(database.kysely);
  const auth = createAuth(database.kysely, { secret: 'a-secret-of-the-test-9f2c81', publicUrl: 'http://localhost' });
  const { toBeCreated, toBeAdded, schemaProblems } = await getMigrations(auth.options);
  expect([toBeCreated, toBeAdded, schemaProblems]).toEqual([[], [], []]);
  await database.close();
});

test('counts and bigint columns are numbers', async () => {
  const database = openDatabase({ url: scratch.url });
  await migrate(database.kysely);
  const row = await database.kysely
    .selectFrom('project_blobs')
    .select((count) => count.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  expect(row.count).toBe(0);
  await database.close();
});

test('a schema of a newer version is refused', async () => {
  const database = openDatabase({ url: scratch.url });
  await migrate(database.kysely);
  await database.pool.query("insert into schema_migrations (name) values ('9999Future')");
  await expect(migrate(database.kysely)).rejects.toThrow(/newer version \(9999Future\)/);
  await database.pool.query("delete from schema_migrations where name = '9999Future'");
  await database.close();
});
