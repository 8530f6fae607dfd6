import { join } from 'node:path';
import type { Configuration } from '@studio/shared/configuration';
import { fail, ok, type Result } from '@studio/shared/result';
import { dataFolderOf } from '../start/childEnvironments.ts';
import { lockDataFolder } from '../start/dataFolderLock.ts';
import {
  hasEmbeddedPostgres,
  runningDatabaseUrl,
  startEmbeddedPostgres,
  studioDatabaseUrl,
} from '../start/embeddedPostgres.ts';
import { keepSecrets } from '../start/secrets.ts';

/** A studio's database, for as long as it is needed. */
export interface StudioDatabase {
  readonly url: string;
  /** Stops the database if it was started for this. */
  close(): Promise<void>;
}

/**
 * Finds the database of a studio: the configured one, the one of the studio that runs on the data folder, or starts the
 * data folder's own. With `isAlone` no studio may run on it meanwhile, and a new one may be made.
 */
export async function openStudioDatabase(
  configuration: Configuration,
  isAlone: boolean,
  clock: () => number,
): Promise<Result<StudioDatabase, 'in-use' | 'no-studio'>> {
  if (configuration.DATABASE_URL !== undefined) return ok({ url: configuration.DATABASE_URL, close: async () => {} });
  const folder = dataFolderOf(configuration);
  if (!isAlone && !hasEmbeddedPostgres(folder)) {
    return fail('no-studio', `There is no studio in ${folder}. Name its folder with STUDIO_DATA, or its DATABASE_URL.`);
  }
  const { databasePassword: password } = keepSecrets(folder);
  const lock = lockDataFolder(folder, clock);
  if (!lock.ok) {
    const url = isAlone ? undefined : runningDatabaseUrl(folder, password);
    return url === undefined ? lock : ok({ url, close: async () => {} });
  }
  try {
    const logFile = join(folder, 'logs', 'postgres.log');
    const cluster = await startEmbeddedPostgres({ dataFolder: folder, logFile, password });
    const close = async () => {
      await cluster.stop();
      lock.value.release();
    };
    return ok({ url: studioDatabaseUrl(cluster), close });
  } catch (error) {
    lock.value.release();
    throw error;
  }
}
