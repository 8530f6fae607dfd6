import { createWriteStream } from 'node:fs';
import { copyFile, link, mkdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MediaReference } from '@studio/shared/document';
import { fail, ok, type Result } from '@studio/shared/result';
import { lfsObjectPath } from './lfsPointer.ts';

/** Where media bytes come from. */
export interface BlobSource {
  /** A file that holds the bytes, where the store has files. */
  pathOf(sha256: string): Promise<string | undefined>;
  open(sha256: string): Promise<Readable | undefined>;
}

/** Media as Git LFS names them. */
export type LfsMedia = Pick<MediaReference, 'sha256' | 'bytes'>;

/**
 * Puts the bytes of every reference where Git LFS looks for them. Before the commit: pointers that lead nowhere would
 * break every clone.
 */
export async function storeLfsObjects(
  blobs: BlobSource,
  repositoryFolder: string,
  media: readonly LfsMedia[],
): Promise<Result<void, 'media-missing'>> {
  for (const { sha256, bytes } of media) {
    const target = join(repositoryFolder, 'lfs', 'objects', lfsObjectPath(sha256));
    const present = await stat(target).catch(absentOrThrow);
    if (present?.size === bytes) continue;
    await mkdir(dirname(target), { recursive: true });
    const source = await blobs.pathOf(sha256);
    if (source !== undefined && (await linkOrCopy(source, target))) continue;
    const stream = await blobs.open(sha256);
    if (!stream)
      return fail(
        'media-missing',
        `The media ${sha256.slice(0, 12)}… of a Take cannot be found. The snapshot was not made; nothing else changed.`,
      );
    await pipeline(stream, createWriteStream(`${target}.new`));
    await rename(`${target}.new`, target);
  }
  return ok(undefined);
}

// A hard link costs nothing; another file system or one without links needs a copy.
async function linkOrCopy(source: string, target: string): Promise<boolean> {
  try {
    await link(source, target);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') return true;
    if (code === 'ENOENT') return false;
    await copyFile(source, `${target}.new`);
    await rename(`${target}.new`, target);
    return true;
  }
}

function absentOrThrow(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
