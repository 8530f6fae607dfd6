import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sweepRenderCache } from './render/sweepRenderCache.ts';

/** The folders of a job-runner that grow by themselves. */
export interface CacheFolders {
  readonly workFolder: string;
  readonly mediaFolder: string;
  readonly segmentFolder: string;
}

const MAX_CACHE_BYTES = 20 * 2 ** 30;
const ABANDONED_AFTER_MS = 24 * 3_600_000;

/** Keeps media and segments within 20 GB each, the longest unused going first, and removes what killed runners left a day ago. */
export async function sweepCaches(folders: CacheFolders, now: number): Promise<void> {
  for (const cacheFolder of [folders.mediaFolder, folders.segmentFolder]) {
    await sweepRenderCache({ cacheFolder, maxBytes: MAX_CACHE_BYTES, now });
  }
  const parent = dirname(folders.workFolder);
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    const { mtimeMs } = await stat(path);
    if (path !== folders.workFolder && now - mtimeMs > ABANDONED_AFTER_MS)
      await rm(path, { recursive: true, force: true });
  }
}
