import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { type ArchiveEntry, ENTRY } from './archiveContents.ts';

/** Writes a backup's entries, one after the other. */
export interface ArchiveWriter {
  /** Adds an entry that is in memory. */
  add(name: string, bytes: Uint8Array | string): Promise<void>;
  /** Adds an entry of exactly `bytes` bytes from a stream; rejects when the stream has another length or breaks. */
  addStream(name: string, bytes: number, stream: Readable): Promise<void>;
  /** How much was written so far, in bytes of content. */
  readonly bytesWritten: number;
}

/**
 * Writes a tar archive that ends with a list of its entries and their hashes. The file appears under its name when it is
 * whole and on the disk; when `write` rejects, nothing is left behind. Its owner alone may read it: it holds secrets.
 */
export async function writeArchive(file: string, write: (archive: ArchiveWriter) => Promise<void>): Promise<void> {
  const partial = `${file}.part`;
  const tar = pack();
  const stored = pipeline(tar, createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }));
  // Awaited below; a disk that is full must not count as unhandled while an entry is on its way.
  stored.catch(() => undefined);
  const entries: ArchiveEntry[] = [];
  try {
    const archive = createWriter(tar, entries);
    await Promise.race([write(archive), stored]);
    await archive.add(ENTRY.contents, JSON.stringify({ entries }));
    tar.finalize();
    await stored;
    await rename(partial, file);
    await syncFolderOf(file);
  } catch (error) {
    tar.destroy();
    await stored.catch(() => undefined);
    // One that exists already belongs to another backup under way, or to one that was killed: it is not ours to remove.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(partial, { force: true });
    throw error;
  }
}

function createWriter(tar: ReturnType<typeof pack>, entries: ArchiveEntry[]): ArchiveWriter {
  let bytesWritten = 0;
  async function addStream(name: string, bytes: number, stream: Readable): Promise<void> {
    const hash = createHash('sha256');
    const entry = tar.entry({ name, size: bytes, mode: 0o600 });
    await pipeline(stream, hashing(hash), entry);
    entries.push({ name, bytes, sha256: hash.digest('hex') });
    bytesWritten += bytes;
  }
  return {
    addStream,
    add: (name, content) => {
      const bytes = Buffer.from(content);
      return addStream(name, bytes.length, Readable.from([bytes]));
    },
    get bytesWritten() {
      return bytesWritten;
    },
  };
}

function hashing(hash: ReturnType<typeof createHash>) {
  return async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
}

async function syncFolderOf(file: string): Promise<void> {
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
