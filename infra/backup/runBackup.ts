import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Configuration, readConfiguration } from '@studio/shared/configuration';
import { fail, ok, type Result } from '@studio/shared/result';
import { z } from 'zod';
import { childEnvironment, dataFolderOf } from '../start/childEnvironments.ts';
import { makeDataFolder } from '../start/dataFolderLock.ts';
import { keepSecrets, replaceSecrets } from '../start/secrets.ts';
import { openStudioDatabase } from './openStudioDatabase.ts';

/** What `npm run backup` and `npm run restore` were asked, and what they run. */
export interface BackupOptions {
  readonly act: string;
  readonly file: string | undefined;
  /** The folder from which `file` is named. */
  readonly from: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The collab-server's program for backups. */
  readonly entry: string;
  readonly clock: () => number;
}

type Act = 'backup' | 'restore';

const restoredSecrets = z.object({
  type: z.literal('secrets'),
  secrets: z.object({ serviceKey: z.string(), sessionSecret: z.string() }),
});

/** Backs the studio of STUDIO_DATA or DATABASE_URL up into a file, running or not, or restores one; resolves with the exit code. */
export async function runBackup(options: BackupOptions): Promise<number> {
  const asked = readAsked(options);
  if (!asked.ok) return refuse(asked.failure.message);
  const { act, file, configuration } = asked.value;
  const folder = dataFolderOf(configuration);
  if (act === 'restore') {
    const made = makeDataFolder(folder);
    if (!made.ok) return refuse(made.failure.message);
  }
  const database = await openStudioDatabase(configuration, act === 'restore', options.clock);
  if (!database.ok) return refuse(database.failure.message);
  try {
    const environment = childEnvironment({
      configuration,
      inherited: options.environment,
      dataFolder: folder,
      databaseUrl: database.value.url,
      secrets: keepSecrets(folder),
      simulatedWorkers: [],
    });
    return await runEntry(options.entry, [act, file], environment, (secrets) => replaceSecrets(folder, secrets));
  } finally {
    await database.value.close();
  }
}

function readAsked(
  options: BackupOptions,
): Result<{ act: Act; file: string; configuration: Configuration }, 'invalid-command'> {
  const { act, environment } = options;
  if (act !== 'backup' && act !== 'restore') return fail('invalid-command', `'${act}' is neither backup nor restore.`);
  if (options.file === undefined) return fail('invalid-command', `Say which file: npm run ${act} -- FILE`);
  const file = resolve(options.from, options.file);
  if (act === 'backup' && existsSync(file)) {
    return fail('invalid-command', `${file} exists already. Name a new file: a backup never replaces another.`);
  }
  if (act === 'backup' && existsSync(`${file}.part`)) {
    return fail('invalid-command', `${file}.part is left of a backup that did not end. Remove it, then try again.`);
  }
  if (act === 'restore' && !existsSync(file)) return fail('invalid-command', `There is no file ${file}.`);
  const read = readConfiguration(environment, []);
  return read.ok ? ok({ act, file, configuration: read.value }) : fail('invalid-command', read.failure.message);
}

function runEntry(
  entry: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onSecrets: (secrets: { serviceKey: string; sessionSecret: string }) => void,
): Promise<number> {
  const child = spawn(process.execPath, [entry, ...args], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.on('message', (message) => {
    const read = restoredSecrets.safeParse(message);
    if (read.success) onSecrets(read.data.secrets);
  });
  return new Promise((resolveCode, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolveCode(code ?? 1));
  });
}

function refuse(message: string): number {
  console.error(message);
  return 1;
}
