import { join } from 'node:path';
import type pg from 'pg';
import type { BlobStore } from '../storage/blobs/blobStore.ts';
import { withAdvisoryLock } from '../storage/withAdvisoryLock.ts';
import { ENTRY, type StudioSecrets } from './archiveContents.ts';
import { type ArchiveWriter, writeArchive } from './archiveWriter.ts';
import { readRows } from './databaseRows.ts';
import { readDatabaseSchema } from './databaseSchema.ts';
import { lfsHashOf, listFiles, listRepositories } from './repositoryFiles.ts';

/** What of a studio is backed up, and restored into. */
export interface StudioParts {
  readonly pool: pg.Pool;
  readonly blobs: BlobStore;
  readonly repositoriesFolder: string;
  readonly secrets: StudioSecrets;
  readonly clock: () => number;
}

/** What a backup holds. `missing` are hashes of media that the database names and the store does not have. */
export interface BackupReport {
  readonly tables: number;
  readonly blobs: number;
  readonly repositories: number;
  readonly bytes: number;
  readonly missing: readonly string[];
}

const MEDIA = `
  select sha256 from project_blobs union select sha256 from shared_blobs
  union select poster from projects where poster is not null order by 1`;

/**
 * Writes a studio into one file while people work in it. The database is read as it was at one moment. Media never
 * change, and those of that moment are all there; a repository is read between two snapshots, so it may hold one that
 * is younger. Everything that was acknowledged before the call is in the file.
 */
export async function writeBackup(parts: StudioParts, file: string): Promise<BackupReport> {
  const { clock, secrets } = parts;
  let report: BackupReport | undefined;
  await writeArchive(file, async (archive) => {
    const madeAt = new Date(clock()).toISOString();
    await archive.add(ENTRY.head, JSON.stringify({ format: 1, madeAt }));
    await archive.add(ENTRY.secrets, JSON.stringify(secrets));
    const { tables, media } = await addDatabase(archive, parts.pool);
    const { added, missing } = await addBlobs(archive, parts.blobs, media);
    const repositories = await addRepositories(archive, parts, added);
    report = { tables, blobs: added.size, repositories, bytes: archive.bytesWritten, missing };
  });
  if (!report) throw new Error('The archive was written without its contents.');
  return report;
}

async function addDatabase(archive: ArchiveWriter, pool: pg.Pool): Promise<{ tables: number; media: string[] }> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set local search_path to ''`);
    const schema = await readDatabaseSchema(client);
    await archive.add(ENTRY.schema, JSON.stringify(schema, null, 2));
    for (const table of schema.tables) {
      let part = 0;
      for await (const rows of readRows(client, table)) {
        part += 1;
        await archive.add(`${ENTRY.rows}${table.name}/${String(part).padStart(6, '0')}.copy`, rows);
      }
    }
    await client.query('set local search_path to public');
    const media = await client.query<{ sha256: string }>(MEDIA);
    return { tables: schema.tables.length, media: media.rows.map((row) => row.sha256) };
  } finally {
    // Ended rather than given back: nothing of this transaction may stay on a connection that others use.
    client.release(true);
  }
}

async function addBlobs(
  archive: ArchiveWriter,
  blobs: BlobStore,
  media: readonly string[],
): Promise<{ added: ReadonlySet<string>; missing: readonly string[] }> {
  const added = new Set<string>();
  const missing: string[] = [];
  for (const sha256 of media) {
    const stat = await blobs.stat(sha256);
    const stream = stat && (await blobs.get(sha256));
    if (stream) {
      await archive.addStream(`${ENTRY.blobs}${sha256}`, stat.bytes, stream);
      added.add(sha256);
    } else missing.push(sha256);
  }
  return { added, missing };
}

async function addRepositories(
  archive: ArchiveWriter,
  { pool, repositoriesFolder }: StudioParts,
  added: ReadonlySet<string>,
): Promise<number> {
  const ids = await listRepositories(repositoriesFolder);
  for (const id of ids) {
    await withAdvisoryLock(pool, 'repository', id, async () => {
      const linked: { sha256: string; bytes: number }[] = [];
      for (const { path, bytes, open } of await listFiles(join(repositoriesFolder, `${id}.git`))) {
        const sha256 = lfsHashOf(path);
        // Media that are in the archive already are linked again from there.
        if (sha256 !== undefined && added.has(sha256)) linked.push({ sha256, bytes });
        else await archive.addStream(`${ENTRY.repositories}${id}.git/${path}`, bytes, open());
      }
      await archive.add(`${ENTRY.repositories}${id}.linked.json`, JSON.stringify(linked));
    });
  }
  return ids.length;
}
