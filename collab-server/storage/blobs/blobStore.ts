import type { Readable } from 'node:stream';
import type { Result } from '@studio/shared/result';

/** A stored blob: SHA-256 of its bytes in lower-case hex, and how many they are. */
export interface StoredBlob {
  readonly sha256: string;
  readonly bytes: number;
}

/** A part of a blob: first and last byte, both included, counted from 0. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Why a blob was not stored. Nothing of it stays behind. */
export type PutFailure = 'hash-mismatch' | 'too-large' | 'storage-full';

/** How a blob is put: the hash it must have, and the most bytes it may have. */
export interface PutOptions {
  readonly expectedSha256?: string;
  readonly maxBytes?: number;
}

/** Bytes by their hash: written once, never changed, never half. Rejections mean that the store itself is out of order. */
export interface BlobStore {
  /** Stores a stream, hashing it on the way; the same bytes twice are stored once. Rejects when the stream breaks. */
  put(bytes: Readable, options?: PutOptions): Promise<Result<StoredBlob, PutFailure>>;
  /** The bytes, or a range of them that lies within; undefined when there is no such blob. */
  get(sha256: string, range?: ByteRange): Promise<Readable | undefined>;
  stat(sha256: string): Promise<StoredBlob | undefined>;
  /** Where the blob lies as a file that may be linked but never written; undefined when it does not. */
  path?(sha256: string): Promise<string | undefined>;
  /** Rejects when nothing can be stored now. */
  checkWritable(): Promise<void>;
}

/** True for the lower-case hex of a SHA-256: the only form in which blobs are named. */
export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
