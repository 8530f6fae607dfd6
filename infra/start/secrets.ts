import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const kept = z.object({ serviceKey: z.string(), sessionSecret: z.string(), databasePassword: z.string() });

/** What a standalone studio makes for itself and keeps in its data folder. */
export type Secrets = z.infer<typeof kept>;

/** Reads the secrets of a data folder, or makes them, in a file that only its owner may read. Throws when the file is damaged. */
export function keepSecrets(folder: string): Secrets {
  const path = join(folder, 'secrets.json');
  if (existsSync(path)) {
    const parsed = kept.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (parsed.success) return parsed.data;
    throw new Error(
      `${path} is damaged. Without it the database in ${folder} cannot be opened: restore it from a backup.`,
    );
  }
  const make = () => randomBytes(32).toString('base64url');
  const secrets: Secrets = { serviceKey: make(), sessionSecret: make(), databasePassword: make() };
  write(path, secrets);
  return secrets;
}

/** Lets a data folder go on with what another studio signed with, after that was restored here. */
export function replaceSecrets(folder: string, restored: Omit<Secrets, 'databasePassword'>): void {
  const { databasePassword } = keepSecrets(folder);
  write(join(folder, 'secrets.json'), { ...restored, databasePassword });
}

function write(path: string, secrets: Secrets): void {
  // Written beside and renamed, so that a crash leaves the whole file or none.
  writeFileSync(`${path}.new`, JSON.stringify(secrets), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
