import { createReadStream } from 'node:fs';
import { access, constants, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ok } from '@studio/shared/result';
import { type BlobStore, isSha256, type StoredBlob } from './blobStore.ts';
import { receiveFile } from './receiveFile.ts';

/** Keeps blobs as files `ab/cd/abcd…` of a folder. A file under its name is whole and durable: it was synced, then renamed. */
export function createDiskBlobStore(folder: string): BlobStore {
  const incoming = join(folder, 'incoming');
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  async function find(sha256: string): Promise<StoredBlob | undefined> {
    if (!isSha256(sha256)) return undefined;
    const found = await stat(pathOf(sha256)).catch(ignoreMissing);
    return found && { sha256, bytes: found.size };
  }
  return {
    async put(bytes, options = {}) {
      const received = await receiveFile(bytes, incoming, options);
      if (!received.ok) return received;
      const { path, ...blob } = received.value;
      if (await find(blob.sha256)) await rm(path);
      else await moveInto(path, pathOf(blob.sha256));
      return ok(blob);
    },
    async get(sha256, range) {
      if (!(await find(sha256))) return undefined;
      return createReadStream(pathOf(sha256), range ? { start: range.first, end: range.last } : {});
    },
    stat: find,
    async path(sha256) {
      return (await find(sha256)) && pathOf(sha256);
    },
    async checkWritable() {
      await mkdir(incoming, { recursive: true });
      await access(incoming, constants.W_OK);
    },
  };
}

async function moveInto(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
  // The new name is durable only when its folder is.
  const parent = await open(dirname(to), 'r');
  try {
    await parent.sync();
  } finally {
    await parent.close();
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
