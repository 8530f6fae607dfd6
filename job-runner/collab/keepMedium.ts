import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { CollabClient } from './collabClient.ts';

/** The file of a medium in `folder`, downloaded when it is not there yet. Files are named by hash and written whole. */
export async function keepMedium(
  collab: Pick<CollabClient, 'downloadMedia'>,
  folder: string,
  sha256: string,
  signal: AbortSignal,
): Promise<string> {
  const file = join(folder, sha256);
  if (await isThere(file)) return file;
  await collab.downloadMedia(sha256, file, signal);
  return file;
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
