import { randomUUID } from 'node:crypto';
import { type DocumentName, formatDocumentName, type Migration, rootMap } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { expect, test } from 'vitest';
import { useSyncServer } from './fixtures/useSyncServer.ts';

const bench = useSyncServer();
const capitals: Migration = {
  toVersion: 2,
  name: 'titles in capitals',
  up: (doc) => rootMap(doc, 'meta').set('title', String(rootMap(doc, 'meta').get('title')).toUpperCase()),
};
const schema = { version: 2, migrations: [capitals] };

async function writeOld(title: string): Promise<DocumentName> {
  const name: DocumentName = { kind: 'project', projectId: randomUUID() };
  const old = { title, schemaVersion: 1 };
  const written = await bench.server().sync.write(name, (doc) => {
    for (const [key, value] of Object.entries(old)) rootMap(doc, 'meta').set(key, value);
    return { ok: true, value: undefined } as const;
  });
  unwrap(written);
  return name;
}

test('an old document is migrated once before anyone joins, by two servers at once, and stored at once', async () => {
  const name = await writeOld('lighthouse');
  const servers = await Promise.all([1, 2].map(() => bench.startServer({ schema })));
  const titles = await Promise.all(
    servers.map((server) => server.sync.read(name, (doc) => rootMap(doc, 'meta').get('title'))),
  );
  expect(titles.map(unwrap)).toEqual(['LIGHTHOUSE', 'LIGHTHOUSE']);
  expect(await bench.journalOf(formatDocumentName(name))).toHaveLength(2);
});

test('a document that nobody wrote yet is not migrated into being', async () => {
  const server = await bench.startServer({ schema });
  const name: DocumentName = { kind: 'project', projectId: randomUUID() };
  expect(unwrap(await server.sync.read(name, (doc) => rootMap(doc, 'meta').size))).toBe(0);
  expect(await bench.journalOf(formatDocumentName(name))).toEqual([]);
});

test('a document of a newer schema is left alone and not opened', async () => {
  const name = await writeOld('lighthouse');
  const newer = await bench.startServer({ schema: { version: 3, migrations: [{ ...capitals, toVersion: 3 }] } });
  unwrap(await newer.sync.read(name, () => undefined));
  const older = await bench.startServer({ schema });
  expect(await older.sync.read(name, () => undefined)).toMatchObject({ ok: false, failure: { reason: 'load-failed' } });
  expect(await bench.journalOf(formatDocumentName(name))).toHaveLength(2);
});
