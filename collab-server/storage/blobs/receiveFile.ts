import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fail, ok, type Result } from '@studio/shared/result';
import type { PutFailure, PutOptions, StoredBlob } from './blobStore.ts';

/** A blob that was received whole into a file of its own; the receiver moves or removes it. */
export interface ReceivedFile extends StoredBlob {
  readonly path: string;
}

/** Writes a stream to a new file of `folder`, hashes it on the way and makes it durable; leaves no file when it fails. */
export async function receiveFile(
  bytes: Readable,
  folder: string,
  options: PutOptions,
): Promise<Result<ReceivedFile, PutFailure>> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, randomUUID());
  let isKept = false;
  try {
    const received = await writeHashed(bytes, path, options);
    isKept = received.ok;
    return received;
  } catch (error) {
    if (!isFull(error)) throw error;
    return fail('storage-full', 'The disk for media is full. Nothing was stored; free some space, then try again.');
  } finally {
    if (!isKept) await rm(path, { force: true });
  }
}

async function writeHashed(
  bytes: Readable,
  path: string,
  { expectedSha256, maxBytes = Number.POSITIVE_INFINITY }: PutOptions,
): Promise<Result<ReceivedFile, PutFailure>> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx');
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) return fail('too-large', `The bytes are more than ${maxBytes}, the most one blob may have.`);
      hash.update(chunk);
      await file.write(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  const sha256 = hash.digest('hex');
  if (expectedSha256 !== undefined && sha256 !== expectedSha256) {
    return fail('hash-mismatch', `The bytes have the SHA-256 ${sha256}, not ${expectedSha256}. Send them again.`);
  }
  return ok({ path, sha256, bytes: size });
}

function isFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
