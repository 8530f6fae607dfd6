import { mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { MediaResult } from './mediaTools.ts';

/**
 * Has a file made under another name beside it and renames it when `make` succeeds, so that `file` is whole or absent. `make` may write more
 * files beside the one it is given; they are removed at the end.
 */
export async function writeWhole<Value>(
  file: string,
  make: (temporary: string) => Promise<MediaResult<Value>>,
): Promise<MediaResult<Value>> {
  const folder = await mkdtemp(join(dirname(file), '.part-'));
  try {
    const temporary = join(folder, basename(file));
    const made = await make(temporary);
    if (made.ok) await rename(temporary, file);
    return made;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
