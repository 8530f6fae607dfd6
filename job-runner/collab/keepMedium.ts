import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { CollabClient } from './collabClient.ts';

/** What keeping media needs; `clock` marks when a medium was last used, by which the cache forgets. */
export interface MediaKeeping {
  readonly collab: Pick<CollabClient, 'downloadMedia'>;
  readonly mediaFolder: string;
  readonly clock: () => number;
}

/** The file of a medium, downloaded when it is not there yet. Files are named by hash and written whole. */
export async function keepMedium(keeping: MediaKeeping, sha256: string, signal: AbortSignal): Promise<string> {
  const file = join(keeping.mediaFolder, sha256);
  if (await isThere(file, new Date(keeping.clock()))) return file;
  await keeping.collab.downloadMedia(sha256, file, signal);
  return file;
}

async function isThere(file: string, usedAt: Date): Promise<boolean> {
  try {
    await utimes(file, usedAt, usedAt);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
