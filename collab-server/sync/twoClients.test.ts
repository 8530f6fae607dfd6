import { randomUUID } from 'node:crypto';
import { rootMap } from '@studio/shared/document';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestDatabase } from '../../infra/testing/index.ts';
import { openDatabase, type OpenDatabase } from '../storage/database.ts';
import { createSyncDatabase, createTestAccess, startSyncServer, type TestServer } from './fixtures/syncServer.ts';
import { openClient } from './fixtures/testClient.ts';

let scratch: TestDatabase;
let database: OpenDatabase;
let server: TestServer;
const access = createTestAccess();

beforeAll(async () => {
  scratch = await createSyncDatabase();
  database = openDatabase({ url: scratch.url });
  server = await startSyncServer(database, access);
});
afterAll(async () => {
  await server.stop();
  await database.close();
  await scratch.drop();
});

const journalOf = (document: string) =>
  database.kysely.selectFrom('journal').selectAll().where('document', '=', document).execute();

test('two clients edit one document, and each edit is in the journal with its author', async () => {
  const name = `project/${randomUUID()}`;
  const ada = openClient(server.url, 'ada', name);
  const ben = openClient(server.url, 'ben', name);
  await expect.poll(() => ada.provider.isSynced && ben.provider.isSynced, { timeout: 5000 }).toBe(true);
  rootMap(ada.doc, 'meta').set('title', 'Lighthouse');
  await expect.poll(() => rootMap(ben.doc, 'meta').get('title'), { timeout: 5000 }).toBe('Lighthouse');
  rootMap(ben.doc, 'meta').set('logline', 'A keeper counts ships.');
  await expect.poll(() => rootMap(ada.doc, 'meta').get('logline'), { timeout: 5000 }).toBe('A keeper counts ships.');
  await expect.poll(() => ada.isSaved() && ben.isSaved(), { timeout: 5000 }).toBe(true);
  expect((await journalOf(name)).map((row) => row.author_id)).toEqual(['ada', 'ben']);
  ada.destroy();
  ben.destroy();
});
