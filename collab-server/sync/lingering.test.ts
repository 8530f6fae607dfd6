import { randomUUID } from 'node:crypto';
import { rootMap } from '@studio/shared/document';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useSyncServer } from './fixtures/useSyncServer.ts';

const bench = useSyncServer({ limits: { lingerMs: 1500, lingerDocuments: 2 } });
const soon = { timeout: 8000 };
const documents = () => bench.server().sync.stats().documents;

/** Opens a project, writes its title, and leaves. */
async function visit(name: string, title: string): Promise<void> {
  const ada = bench.open('ada', name);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  rootMap(ada.doc, 'meta').set('title', title);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  ada.destroy();
}

test('whoever comes back soon needs nothing read; after a while the document leaves memory', async () => {
  const name = `project/${randomUUID()}`;
  await visit(name, 'Kept');
  const { kysely } = bench.database();
  await sql`alter table journal rename to hidden`.execute(kysely);
  const ben = bench.open('ben', name);
  try {
    await expect.poll(() => ben.isSaved(), soon).toBe(true);
  } finally {
    await sql`alter table hidden rename to journal`.execute(kysely);
  }
  expect(rootMap(ben.doc, 'meta').get('title')).toBe('Kept');
  ben.destroy();
  await expect.poll(documents, soon).toBe(0);
  const carl = bench.open('ada', name);
  await expect.poll(() => carl.isSaved(), soon).toBe(true);
  expect(rootMap(carl.doc, 'meta').get('title')).toBe('Kept');
});

test('those that left first go first where too many stay, and never one that somebody is in', async () => {
  await expect.poll(documents, soon).toBe(0);
  const names = Array.from({ length: 5 }, () => `project/${randomUUID()}`);
  const stays = bench.open('ben', names[0] ?? '');
  await expect.poll(() => stays.isSaved(), soon).toBe(true);
  for (const [at, name] of names.entries()) await visit(name, `Film ${at}`);
  await expect.poll(documents, soon).toBe(3);
  await expect.poll(documents, soon).toBe(1);
  rootMap(stays.doc, 'meta').set('logline', 'Still here');
  await expect.poll(() => stays.isSaved(), soon).toBe(true);
});

test('a server that stops keeps none', async () => {
  const server = await bench.startServer({ limits: { lingerMs: 60_000 } });
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name, {}, server);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  ada.destroy();
  await expect.poll(() => server.sync.stats().connections, soon).toBe(0);
  expect(server.sync.stats().documents).toBe(1);
  await server.sync.dispose();
  expect(server.sync.stats().documents).toBe(0);
});
