import { mkdtemp, rename, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { ok } from '@studio/shared/result';
import type { RenderResult, RenderTools } from './renderTools.ts';

/** A file of the cache, and whether it was there already. */
export type CachedFile = { readonly file: string; readonly isReused: boolean };

/**
 * Returns the cached file of that name, or has it made. It is written under another name and renamed when whole, so a render that dies never
 * leaves half a segment for the next one.
 */
export async function cacheFile(
  render: RenderTools,
  name: string,
  make: (file: string) => Promise<RenderResult<null>>,
): Promise<RenderResult<CachedFile>> {
  const file = join(render.cacheFolder, name);
  if (await isWritten(file)) {
    // The cache forgets what was used longest ago, which the file's own time tells.
    const now = new Date(render.clock());
    await utimes(file, now, now);
    return ok({ file, isReused: true });
  }
  const temporary = join(await mkdtemp(join(render.workFolder, 'part-')), name);
  const made = await make(temporary);
  if (!made.ok) return made;
  await rename(temporary, file);
  return ok({ file, isReused: false });
}

/** True when a file with content is there. */
async function isWritten(file: string): Promise<boolean> {
  try {
    return (await stat(file)).size > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
