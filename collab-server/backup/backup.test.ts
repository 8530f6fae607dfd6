import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createTestDatabase, type TestDatabase } from '@studio/infra/testing';
import { unwrap } from '@studio/shared/result';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Repository } from '../history/repository.ts';
import { createDiskBlobStore } from '../storage/blobs/diskBlobStore.ts';
import { type OpenDatabase, openDatabase } from '../storage/database.ts';
import { migrate } from '../storage/migrate.ts';
import { restoreBackup } from './restoreBackup.ts';
import { type StudioParts, writeBackup } from './writeBackup.ts';

const folder = mkdtempSync(join(tmpdir(), 'backup-'));
const closing: (() => Promise<void>)[] = [];
let studio: TestStudio;

interface TestStudio {
  readonly database: OpenDatabase;
  readonly parts: StudioParts;
  readonly folder: string;
}

async function emptyStudio(): Promise<TestStudio> {
  const created: TestDatabase = await createTestDatabase();
  const database = openDatabase({ url: created.url });
  closing.push(async () => {
    await database.close();
    await created.drop();
  });
  const own = join(folder, randomUUID());
  const parts = {
    pool: database.pool,
    blobs: createDiskBlobStore(join(own, 'blobs')),
    repositoriesFolder: join(own, 'repositories'),
    secrets: { serviceKey: 'service', sessionSecret: 'session' },
    clock: () => Date.UTC(2026, 10, 21),
  };
  return { database, parts, folder: own };
}

/** A studio with a project, journal rows with every byte in them, a blob that is in a repository too, and one that is not. */
async function filledStudio(): Promise<TestStudio> {
  const made = await emptyStudio();
  const { database, parts } = made;
  await migrate(database.kysely);
  await database.pool.query('create schema runner');
  await database.pool.query('create table runner.intents (intent_id uuid primary key, payload jsonb not null)');
  const id = randomUUID();
  const at = new Date(0);
  await database.kysely
    .insertInto('projects')
    .values({ id, title: 'Tab\tline\nback\\slash', poster: null, changed_at: at, created_at: at, is_sample: false })
    .execute();
  const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const row = { document: `project/${id}`, author_kind: 'member', author_id: 'a', at, update: everyByte };
  await database.kysely.insertInto('journal').values([row, row, row]).execute();
  await database.kysely.deleteFrom('journal').where('id', '=', 3).execute();
  await database.pool.query(`insert into runner.intents values ($1, '{"a":"\\\\u0007"}')`, [randomUUID()]);
  const media = [randomBytes(3_000_000), Buffer.alloc(0), randomBytes(10)];
  for (const bytes of media) {
    const stored = unwrap(await parts.blobs.put(Readable.from([bytes])));
    await database.kysely
      .insertInto('project_blobs')
      .values({ project_id: id, sha256: stored.sha256, mime: 'image/png', bytes: stored.bytes, added_at: at })
      .execute();
  }
  const repository = new Repository(join(parts.repositoriesFolder, `${id}.git`), process.env['PATH'] ?? '');
  unwrap(await repository.ensure());
  unwrap(
    await repository.commit({
      files: [{ path: 'project.json', text: '{}' }],
      message: 'First',
      author: 'Ada',
      at: 0,
    }),
  );
  return made;
}

beforeAll(async () => {
  studio = await filledStudio();
});
afterEach(() => {
  for (const name of readdirSync(folder)) if (name.endsWith('.tar')) rmSync(join(folder, name));
});
afterAll(async () => {
  for (const close of closing) await close();
  rmSync(folder, { recursive: true });
});

async function rowsOf({ database }: TestStudio): Promise<unknown> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'runner') order by 1`,
  );
  const tables: [string, unknown[]][] = [];
  for (const { name } of rows) {
    const table = await database.pool.query<{ row: string }>(`select t::text as row from ${name} t order by 1`);
    tables.push([name, table.rows]);
  }
  return tables;
}

const DEFINITIONS = `
  select table_schema, table_name, column_name, data_type, is_nullable, column_default, is_identity, identity_generation
    from information_schema.columns where table_schema in ('public', 'runner') order by 1, 2, ordinal_position`;
const RULES = `
  select conrelid::regclass::text as t, conname, pg_get_constraintdef(oid) from pg_constraint
    where connamespace in ('public'::regnamespace, 'runner'::regnamespace) and contype <> 'n' order by 1, 2`;
const INDEXES = `select indexdef from pg_indexes where schemaname in ('public', 'runner') order by 1`;

async function schemaOf({ database }: TestStudio): Promise<unknown> {
  return Promise.all([DEFINITIONS, RULES, INDEXES].map(async (query) => (await database.pool.query(query)).rows));
}

/** The files below a folder with their hashes; git's sample hooks, which are no part of the film, left out. */
function filesOf(root: string): Map<string, string> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.includes('/hooks/') && statSync(join(root, name)).isFile(),
  );
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(root, name)))
      .digest('hex');
  return new Map(names.sort().map((name) => [name, hash(name)]));
}

test('a restored studio is the studio that was backed up: tables, rows, media, repositories', async () => {
  const file = join(folder, 'whole.tar');
  const report = await writeBackup(studio.parts, file);
  expect(report).toMatchObject({ blobs: 3, repositories: 1, missing: [] });
  expect(statSync(file).mode & 0o077).toBe(0);
  const other = await emptyStudio();
  const restored = unwrap(await restoreBackup(other.parts, file));
  expect(restored).toMatchObject({ blobs: 3, repositories: 1, secrets: studio.parts.secrets });
  expect(await rowsOf(other)).toEqual(await rowsOf(studio));
  expect(await schemaOf(other)).toEqual(await schemaOf(studio));
  expect(filesOf(join(other.folder, 'blobs'))).toEqual(filesOf(join(studio.folder, 'blobs')));
  expect(filesOf(other.parts.repositoriesFolder)).toEqual(filesOf(studio.parts.repositoriesFolder));
  // Ids go on after the row that was deleted before the backup.
  const next = await other.database.pool.query<{ id: number }>(
    `insert into journal (document, author_kind, author_id, at, update) values ('d', 'member', 'a', now(), '') returning id`,
  );
  expect(next.rows[0]?.id).toBe(4);
  expect(await migrate(other.database.kysely)).toEqual([]);
});

test('a backup with one byte changed, or cut short, is refused and leaves the studio empty', async () => {
  const file = join(folder, 'whole.tar');
  await writeBackup(studio.parts, file);
  const bytes = readFileSync(file);
  const changed = Buffer.from(bytes);
  const inBlob = bytes.length - 1_000_000;
  changed.writeUInt8(changed.readUInt8(inBlob) ^ 1, inBlob);
  const broken = [
    changed,
    bytes.subarray(0, bytes.length / 2),
    bytes.subarray(0, bytes.length - 3000),
    Buffer.from('hello'),
    Buffer.from(bytes.toString('latin1').replace('{"entries":', '{"entries"?'), 'latin1'),
  ];
  const other = await emptyStudio();
  for (const content of broken) {
    const damaged = join(folder, 'damaged.tar');
    writeFileSync(damaged, content);
    const refused = await restoreBackup(other.parts, damaged);
    expect(refused).toMatchObject({ ok: false, failure: { reason: 'damaged-backup' } });
  }
  expect(await rowsOf(other)).toEqual([]);
  expect(existsSync(join(other.folder, 'blobs'))).toBe(false);
  unwrap(await restoreBackup(other.parts, file));
});

test('a whole backup that could not be restored is not called damaged', async () => {
  const file = join(folder, 'whole.tar');
  await writeBackup(studio.parts, file);
  const other = await emptyStudio();
  const put = async () => {
    throw new Error('the database system is starting up');
  };
  const restoring = restoreBackup({ ...other.parts, blobs: { ...other.parts.blobs, put } }, file);
  await expect(restoring).rejects.toThrow('starting up');
  expect(await rowsOf(other)).toEqual([]);
});

test('a backup may be written into a folder of any name', async () => {
  const own = join(folder, '50% of #1?');
  mkdirSync(own);
  await writeBackup(studio.parts, join(own, 'whole.tar'));
  expect(readdirSync(own)).toEqual(['whole.tar']);
});

test('a studio that holds anything is not restored into', async () => {
  const file = join(folder, 'whole.tar');
  await writeBackup(studio.parts, file);
  const before = await rowsOf(studio);
  const refused = await restoreBackup(studio.parts, file);
  expect(refused).toMatchObject({ ok: false, failure: { reason: 'not-empty' } });
  expect(await rowsOf(studio)).toEqual(before);
});

test('a backup that cannot be finished leaves no file', async () => {
  const file = join(folder, 'whole.tar');
  const broken = { ...studio.parts.blobs, get: async () => Readable.from([Buffer.alloc(1)]) };
  await expect(writeBackup({ ...studio.parts, blobs: broken }, file)).rejects.toThrow('mismatch');
  expect(readdirSync(folder).filter((name) => name.includes('.tar'))).toEqual([]);
});

test('media that the store lacks are named, and the rest is backed up', async () => {
  const file = join(folder, 'whole.tar');
  const { blobs } = studio.parts;
  const [lost = ''] = [...filesOf(join(studio.folder, 'blobs')).keys()].map((name) =>
    name.slice(name.lastIndexOf('/') + 1),
  );
  const lacking = { ...blobs, stat: async (sha256: string) => (sha256 === lost ? undefined : blobs.stat(sha256)) };
  const report = await writeBackup({ ...studio.parts, blobs: lacking }, file);
  expect(report).toMatchObject({ blobs: 2, missing: [lost] });
});

test('a thing in the database that a backup does not know stops it: nothing is left out in silence', async () => {
  const other = await emptyStudio();
  await other.database.pool.query('create view public.titles as select 1 as one');
  await expect(writeBackup(other.parts, join(folder, 'whole.tar'))).rejects.toThrow('cannot carry view public.titles');
});
