import { join, resolve } from 'node:path';
import type { Environment } from '@studio/shared/configuration';
import { readCollabConfiguration } from '../configuration.ts';
import { createBlobStore } from '../storage/blobs/createBlobStore.ts';
import { openDatabase, requireDatabase } from '../storage/database.ts';
import { restoreBackup } from './restoreBackup.ts';
import { writeBackup } from './writeBackup.ts';

const [act = '', file = ''] = process.argv.slice(2);
process.exitCode = await run(act, file, process.env);

async function run(act: string, file: string, environment: Environment): Promise<number> {
  const read = readCollabConfiguration(environment);
  if (!read.ok) return refuse(`The studio cannot be reached with this configuration:\n\n${read.failure.message}`);
  const configuration = read.value;
  const database = openDatabase({ url: configuration.databaseUrl, maxConnections: 3 });
  const parts = {
    pool: database.pool,
    blobs: createBlobStore(configuration),
    repositoriesFolder: join(configuration.dataFolder, 'repositories'),
    secrets: { serviceKey: configuration.serviceKey, sessionSecret: configuration.secret },
    clock: Date.now,
  };
  try {
    await requireDatabase(database);
    return await (act === 'backup' ? backup(parts, resolve(file)) : restore(parts, resolve(file)));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse(`The ${act} was not made: ${why}\nNothing was changed.`);
  } finally {
    await database.close();
  }
}

async function backup(parts: Parameters<typeof writeBackup>[0], file: string): Promise<number> {
  const { tables, blobs, repositories, bytes, missing } = await writeBackup(parts, file);
  console.log(
    `${file}: ${(bytes / 1e6).toFixed(1)} MB. ${tables} tables, ${blobs} media, ${repositories} repositories.`,
  );
  console.log('It holds passwords (hashed) and the keys of the studio: keep it where only you can read it.');
  if (missing.length > 0) {
    console.error(`${missing.length} media are named by the studio and not in its store: ${missing.join(', ')}.`);
  }
  return 0;
}

async function restore(parts: Parameters<typeof restoreBackup>[0], file: string): Promise<number> {
  const restored = await restoreBackup(parts, file);
  if (!restored.ok) return refuse(restored.failure.message);
  const { madeAt, blobs, repositories, secrets } = restored.value;
  console.log(`Restored the studio of ${madeAt}: ${blobs} media, ${repositories} repositories.`);
  // Whoever keeps this studio's secrets takes over those of the backup.
  process.send?.({ type: 'secrets', secrets });
  return 0;
}

function refuse(message: string): number {
  console.error(message);
  return 1;
}
