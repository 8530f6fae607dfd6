import { afterAll, beforeAll } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../infra/testing/index.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import type { JournalStore } from './journalStore.ts';
import { migrate } from './migrate.ts';
import { createPostgresJournal } from './postgresJournal.ts';
import { testJournal } from './testing/journalContract.ts';

let scratch: TestDatabase;
let database: OpenDatabase;
let journal: JournalStore;

beforeAll(async () => {
  scratch = await createTestDatabase();
  database = openDatabase({ url: scratch.url });
  await migrate(database.kysely);
  journal = createPostgresJournal(database);
});
afterAll(async () => {
  await database.close();
  await scratch.drop();
});

testJournal('PostgreSQL', {
  store: () => journal,
  async outboxOf(projectId) {
    const rows = await database.kysely.selectFrom('outbox').select('key').where('project_id', '=', projectId).execute();
    return rows.map((row) => row.key);
  },
});
