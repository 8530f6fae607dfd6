import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** How the folders in which renders work are named inside the cache. */
export const workFolderPrefix = 'render-';

/** A cache to sweep; `now` is in milliseconds since 1970. */
export type CacheSweep = { readonly cacheFolder: string; readonly maxBytes: number; readonly now: number };

type CachedEntry = { readonly path: string; readonly bytes: number; readonly usedAt: number };

const hourMs = 3_600_000;
const abandonedAfterMs = 24 * hourMs;

/**
 * Removes work folders that a killed render left a day ago, then the segments used longest ago until the cache is within `maxBytes`. What was
 * used within the last hour stays, because a render may be joining it. Returns the bytes of segments that were removed.
 */
export async function sweepRenderCache({ cacheFolder, maxBytes, now }: CacheSweep): Promise<number> {
  const segments: CachedEntry[] = [];
  for (const entry of await readdir(cacheFolder, { withFileTypes: true })) {
    const path = join(cacheFolder, entry.name);
    const found = await statIfThere(path);
    if (found === null) continue;
    if (entry.isFile()) segments.push({ path, bytes: found.size, usedAt: found.mtimeMs });
    else if (entry.name.startsWith(workFolderPrefix) && now - found.mtimeMs > abandonedAfterMs) {
      await rm(path, { recursive: true, force: true });
    }
  }
  return removeOldest(segments, maxBytes, now);
}

async function removeOldest(segments: CachedEntry[], maxBytes: number, now: number): Promise<number> {
  let excess = segments.reduce((sum, { bytes }) => sum + bytes, 0) - maxBytes;
  let removed = 0;
  for (const { path, bytes, usedAt } of segments.sort((a, b) => a.usedAt - b.usedAt)) {
    if (excess <= 0 || now - usedAt < hourMs) break;
    await rm(path, { force: true });
    excess -= bytes;
    removed += bytes;
  }
  return removed;
}

/** Renders end and rename while the cache is swept, so an entry may be gone. */
async function statIfThere(path: string): Promise<{ size: number; mtimeMs: number } | null> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
