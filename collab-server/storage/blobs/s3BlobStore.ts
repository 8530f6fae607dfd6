import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ok } from '@studio/shared/result';
import { type BlobStore, isSha256, type StoredBlob } from './blobStore.ts';
import { receiveFile } from './receiveFile.ts';

/** Which S3 store, and a local folder in which an incoming blob is checked before it is sent there. */
export interface S3Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly incomingFolder: string;
}

/** Keeps blobs in a bucket under `ab/cd/abcd…`. The bucket must exist. */
export function createS3BlobStore(settings: S3Settings): BlobStore {
  const { bucket: Bucket, endpoint, region, accessKeyId, secretAccessKey } = settings;
  const client = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    // The default checksums turn streamed bodies into chunks that other S3 stores keep as if they were content.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  async function find(sha256: string): Promise<StoredBlob | undefined> {
    if (!isSha256(sha256)) return undefined;
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: keyOf(sha256) })).catch(ignoreMissing);
    return head && { sha256, bytes: head.ContentLength ?? 0 };
  }
  return {
    async put(bytes, options = {}) {
      const received = await receiveFile(bytes, settings.incomingFolder, options);
      if (!received.ok) return received;
      const { path, ...blob } = received.value;
      try {
        if (!(await find(blob.sha256))) {
          const body = { Body: createReadStream(path), ContentLength: blob.bytes };
          await client.send(new PutObjectCommand({ Bucket, Key: keyOf(blob.sha256), ...body }));
        }
      } finally {
        await rm(path, { force: true });
      }
      return ok(blob);
    },
    async get(sha256, range) {
      if (!isSha256(sha256)) return undefined;
      const Range = range && `bytes=${range.first}-${range.last}`;
      const found = await client.send(new GetObjectCommand({ Bucket, Key: keyOf(sha256), Range })).catch(ignoreMissing);
      return found?.Body instanceof Readable ? found.Body : undefined;
    },
    stat: find,
    async checkWritable() {
      await client.send(new HeadBucketCommand({ Bucket }));
    },
  };
}

function keyOf(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof NotFound || error instanceof NoSuchKey) return undefined;
  throw error;
}
