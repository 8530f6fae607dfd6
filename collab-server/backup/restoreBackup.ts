import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isId } from '@studio/shared/document';
import { fail, ok, type Result } from '@studio/shared/result';
import type pg from 'pg';
import { z } from 'zod';
import { type LfsMedia, storeLfsObjects } from '../history/lfsObjects.ts';
import { backupHeadSchema, ENTRY, type StudioSecrets, secretsSchema } from './archiveContents.ts';
import { type ArchiveFlaw, readArchive, readWhole } from './archiveReader.ts';
import { writeRows } from './databaseRows.ts';
import { BACKED_UP_SCHEMAS, type DatabaseSchema, databaseSchemaSchema } from './databaseSchema.ts';
import { makeNeededFolders } from './repositoryFiles.ts';
import type { StudioParts } from './writeBackup.ts';

/** Why nothing was restored. */
export type RestoreFailure = ArchiveFlaw | 'not-empty';

/** What was restored. `secrets` are those that the studio of the backup signed with. */
export interface RestoreReport {
  readonly madeAt: string;
  readonly blobs: number;
  readonly repositories: number;
  readonly secrets: StudioSecrets;
}

const linkedSchema = z.array(z.object({ sha256: z.string(), bytes: z.number() }));

/** Folder beside the repositories in which they are put together before they count. */
const INCOMING = 'restoring';

/**
 * Restores a backup into an empty studio: the whole, or nothing. The archive is read to its end and checked first. The
 * database is filled in one transaction that is committed when the repositories are in place. Media that were stored by
 * then stay when it is not: they are found by their hash and belong to nobody.
 */
export async function restoreBackup(
  parts: Omit<StudioParts, 'secrets'>,
  file: string,
): Promise<Result<RestoreReport, RestoreFailure>> {
  const checked = await readArchive(file, async () => undefined);
  if (!checked.ok) return checked;
  const client = await parts.pool.connect();
  const incoming = join(parts.repositoriesFolder, INCOMING);
  const restoring = new Restoring(parts, client, incoming);
  let isDone = false;
  try {
    await client.query('begin');
    const blocking = (await findTables(client)) ?? (await findRepository(parts.repositoriesFolder));
    if (blocking !== undefined) {
      return fail(
        'not-empty',
        `This studio is not empty (${blocking}). Restore into an empty one: set STUDIO_DATA to a new folder, or DATABASE_URL to a new database.`,
      );
    }
    await rm(incoming, { recursive: true, force: true });
    const read = await readArchive(file, (name, content) => restoring.receive(name, content));
    if (!read.ok) return read;
    const report = await restoring.finish();
    await client.query('commit');
    isDone = true;
    return ok(report);
  } finally {
    if (!isDone) await restoring.removeRepositories();
    await rm(incoming, { recursive: true, force: true });
    // A transaction that was not committed ends with its connection.
    client.release(true);
  }
}

async function findTables(client: pg.ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select format('table %I.%I', schemaname, tablename) as name from pg_tables where schemaname = any($1::text[]) limit 1`,
    [BACKED_UP_SCHEMAS],
  );
  return rows[0]?.name;
}

async function findRepository(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found = names.find((name) => name.endsWith('.git'));
  return found && `repository ${found}`;
}

/** A restore under way. */
class Restoring {
  readonly #parts: Omit<StudioParts, 'secrets'>;
  readonly #client: pg.ClientBase;
  readonly #incoming: string;
  readonly #linked = new Map<string, readonly LfsMedia[]>();
  readonly #placed: string[] = [];
  #madeAt: string | undefined;
  #secrets: StudioSecrets | undefined;
  #schema: DatabaseSchema | undefined;
  #blobs = 0;

  constructor(parts: Omit<StudioParts, 'secrets'>, client: pg.ClientBase, incoming: string) {
    this.#parts = parts;
    this.#client = client;
    this.#incoming = incoming;
  }

  async receive(name: string, content: Readable): Promise<void> {
    if (name === ENTRY.head) this.#madeAt = (await readJson(content, backupHeadSchema)).madeAt;
    else if (name === ENTRY.secrets) this.#secrets = await readJson(content, secretsSchema);
    else if (name === ENTRY.schema) await this.#makeTables(await readJson(content, databaseSchemaSchema));
    else if (name.startsWith(ENTRY.rows)) await this.#fill(name, content);
    else if (name.startsWith(ENTRY.blobs)) await this.#storeBlob(name.slice(ENTRY.blobs.length), content);
    else if (name.startsWith(ENTRY.repositories)) await this.#putFile(name.slice(ENTRY.repositories.length), content);
    else throw new Error(`The backup has an entry that this version does not know: ${name}. Update the studio.`);
  }

  async finish(): Promise<RestoreReport> {
    if (!this.#madeAt || !this.#secrets || !this.#schema) throw new Error('The backup lacks its first entries.');
    for (const step of ['finish', 'link'] as const) {
      for (const table of this.#schema.tables) for (const statement of table[step]) await this.#client.query(statement);
    }
    for (const [id, media] of this.#linked) await this.#placeRepository(id, media);
    return {
      madeAt: this.#madeAt,
      blobs: this.#blobs,
      repositories: this.#linked.size,
      secrets: this.#secrets,
    };
  }

  /** Takes back the repositories that are in place already. */
  async removeRepositories(): Promise<void> {
    for (const place of this.#placed) await rm(place, { recursive: true, force: true });
  }

  async #makeTables(schema: DatabaseSchema): Promise<void> {
    this.#schema = schema;
    // What a backup says is made, and no more: its statements come from a file.
    await this.#client.query(`set local search_path to ''`);
    for (const name of schema.schemas) await this.#client.query(`create schema if not exists "${name}"`);
    for (const table of schema.tables) await this.#client.query(table.create);
  }

  async #fill(name: string, content: Readable): Promise<void> {
    const tableName = name.slice(ENTRY.rows.length, name.lastIndexOf('/'));
    const table = this.#schema?.tables.find((one) => one.name === tableName);
    if (!table) throw new Error(`The backup has rows of a table that it does not describe: ${tableName}.`);
    await writeRows(this.#client, table, content);
  }

  async #storeBlob(sha256: string, content: Readable): Promise<void> {
    const stored = await this.#parts.blobs.put(content, { expectedSha256: sha256 });
    if (!stored.ok) throw new Error(`The media ${sha256} could not be stored: ${stored.failure.message}`);
    this.#blobs += 1;
  }

  async #putFile(path: string, content: Readable): Promise<void> {
    const [repository = '', ...rest] = path.split('/');
    const id = repository.split('.', 1)[0] ?? '';
    // Names come from the file: none may lead out of the folder.
    if (!isId(id) || rest.includes('..')) throw new Error(`The backup names a file that no repository has: ${path}.`);
    if (repository === `${id}.linked.json`) {
      this.#linked.set(id, await readJson(content, linkedSchema));
      return;
    }
    const target = join(this.#incoming, repository, ...rest);
    await mkdir(dirname(target), { recursive: true });
    await pipeline(content, createWriteStream(target, { flush: true }));
  }

  async #placeRepository(id: string, media: readonly LfsMedia[]): Promise<void> {
    const { blobs, repositoriesFolder } = this.#parts;
    const folder = join(this.#incoming, `${id}.git`);
    await makeNeededFolders(folder);
    const source = {
      pathOf: async (sha256: string) => blobs.path?.(sha256),
      open: (sha256: string) => blobs.get(sha256),
    };
    const stored = await storeLfsObjects(source, folder, media);
    if (!stored.ok) throw new Error(stored.failure.message);
    const place = join(repositoriesFolder, `${id}.git`);
    await rename(folder, place);
    this.#placed.push(place);
  }
}

async function readJson<Value>(content: Readable, schema: z.ZodType<Value>): Promise<Value> {
  return schema.parse(JSON.parse((await readWhole(content)).toString('utf8')));
}
