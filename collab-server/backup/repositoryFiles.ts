import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { isSha256 } from '../storage/blobs/blobStore.ts';

/** A file of a repository; `path` is relative to it, with slashes. */
export interface RepositoryFile {
  readonly path: string;
  readonly bytes: number;
  open(): Readable;
}

/** Folders without which git takes a folder for no repository, also when they are empty. */
const NEEDED_FOLDERS = ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags'];

// What git or Git LFS was about to write when it was killed is nobody's.
const LEFT_OVER = /\.lock$|(^|\/)tmp_|^lfs\/(tmp|incomplete)\/|^hooks\//;

/** The repositories of a folder, by the id of their project. */
export async function listRepositories(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(emptyWhenAbsent);
  return names.filter((name) => name.endsWith('.git')).map((name) => name.slice(0, -'.git'.length));
}

/** The files of a repository; the caller keeps others from writing meanwhile. */
export async function listFiles(repository: string): Promise<readonly RepositoryFile[]> {
  const entries = await readdir(repository, { recursive: true, withFileTypes: true }).catch(emptyWhenAbsent);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !LEFT_OVER.test(path))
    .sort();
  return Promise.all(
    paths.map(async (path) => {
      const file = join(repository, path);
      const { size } = await stat(file);
      // Never more than was announced: a file that grows meanwhile would break the archive.
      const open = () => createReadStream(file, size > 0 ? { end: size - 1 } : { start: 0, end: 0 });
      return { path, bytes: size, open };
    }),
  );
}

/** The hash of the media that a file of Git LFS holds; undefined for every other file. */
export function lfsHashOf(path: string): string | undefined {
  const name = path.startsWith('lfs/objects/') ? path.slice(path.lastIndexOf('/') + 1) : '';
  return isSha256(name) ? name : undefined;
}

/** Makes the folders that git needs, in a repository whose files were put back. */
export async function makeNeededFolders(repository: string): Promise<void> {
  for (const folder of NEEDED_FOLDERS) await mkdir(join(repository, folder), { recursive: true });
}

function emptyWhenAbsent(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
