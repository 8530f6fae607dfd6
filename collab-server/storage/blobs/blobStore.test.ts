import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { startS3Store } from '@studio/infra/testing';
import { unwrap } from '@studio/shared/result';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BlobStore } from './blobStore.ts';
import { createDiskBlobStore } from './diskBlobStore.ts';
import { receiveFile } from './receiveFile.ts';
import { createS3BlobStore } from './s3BlobStore.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const chunked = (bytes: Buffer, size = 64 * 1024) =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })(),
  );

/** Where a store receives blobs before it keeps them: nothing may stay there. */
interface StoreUnderTest {
  readonly store: BlobStore;
  readonly incoming: string;
  stop(): Promise<void>;
}

function startDisk(folder: string): Promise<StoreUnderTest> {
  const store = createDiskBlobStore(folder);
  return Promise.resolve({ store, incoming: join(folder, 'incoming'), stop: () => Promise.resolve() });
}

async function startS3(folder: string): Promise<StoreUnderTest> {
  const incoming = join(folder, 'incoming');
  const { stop, ...address } = await startS3Store();
  return { store: createS3BlobStore({ ...address, incomingFolder: incoming }), incoming, stop };
}

const read = async (store: BlobStore, hash: string, range?: { first: number; last: number }) => {
  const stream = await store.get(hash, range);
  return stream && (await buffer(stream));
};

function readsWhatWasPut(under: () => StoreUnderTest): void {
  test('bytes come back as they were, under their hash', async () => {
    const { store } = under();
    const bytes = randomBytes(300_000);
    const stored = unwrap(await store.put(chunked(bytes), { expectedSha256: sha256(bytes) }));
    expect(stored).toEqual({ sha256: sha256(bytes), bytes: 300_000 });
    expect(await store.stat(stored.sha256)).toEqual(stored);
    expect((await read(store, stored.sha256))?.equals(bytes)).toBe(true);
  });

  test('no bytes at all are a blob too', async () => {
    const { store } = under();
    const stored = unwrap(await store.put(Readable.from([])));
    expect(stored).toEqual({ sha256: sha256(Buffer.alloc(0)), bytes: 0 });
    expect(await read(store, stored.sha256)).toHaveLength(0);
  });

  test('a range is exactly those bytes', async () => {
    const { store } = under();
    const bytes = randomBytes(10_000);
    const { sha256: hash } = unwrap(await store.put(chunked(bytes, 1000)));
    // Not 0 to 0, which s3rver takes for the whole; the media test asks the disk for that.
    expect((await read(store, hash, { first: 0, last: 1 }))?.equals(bytes.subarray(0, 2))).toBe(true);
    expect((await read(store, hash, { first: 4000, last: 6999 }))?.equals(bytes.subarray(4000, 7000))).toBe(true);
    expect((await read(store, hash, { first: 9999, last: 9999 }))?.equals(bytes.subarray(9999))).toBe(true);
  });
}

function leavesNothingHalf(under: () => StoreUnderTest): void {
  test('a wrong hash, too many bytes and a broken stream leave nothing behind', async () => {
    const { store, incoming } = under();
    const bytes = randomBytes(5000);
    const wrong = await store.put(chunked(bytes), { expectedSha256: 'a'.repeat(64) });
    expect(wrong).toMatchObject({ ok: false, failure: { reason: 'hash-mismatch' } });
    const large = await store.put(chunked(bytes, 1000), { maxBytes: 4999 });
    expect(large).toMatchObject({ ok: false, failure: { reason: 'too-large' } });
    const broken = Readable.from(
      (function* () {
        yield bytes;
        throw new Error('the sender went away');
      })(),
    );
    await expect(store.put(broken)).rejects.toThrow('the sender went away');
    expect(await store.stat(sha256(bytes))).toBeUndefined();
    expect(await store.stat('a'.repeat(64))).toBeUndefined();
    expect(readdirSync(incoming)).toEqual([]);
  });

  test('the same bytes from several at once are stored once and read whole', async () => {
    const { store, incoming } = under();
    const bytes = randomBytes(50_000);
    const puts = await Promise.all([1, 2, 3, 4].map(() => store.put(chunked(bytes))));
    expect(new Set(puts.map((put) => unwrap(put).sha256))).toEqual(new Set([sha256(bytes)]));
    expect((await read(store, sha256(bytes)))?.equals(bytes)).toBe(true);
    expect(readdirSync(incoming)).toEqual([]);
  });
}

function knowsWhatItHas(under: () => StoreUnderTest): void {
  test('what is not there, or not a hash, is not found', async () => {
    const { store } = under();
    for (const name of [sha256(Buffer.from(randomUUID())), '../../etc/passwd', 'A'.repeat(64), '']) {
      expect(await store.get(name)).toBeUndefined();
      expect(await store.stat(name)).toBeUndefined();
    }
  });

  test('a path, where there is one, is the file of the bytes', async () => {
    const { store } = under();
    const bytes = randomBytes(100);
    const { sha256: hash } = unwrap(await store.put(chunked(bytes)));
    const path = await store.path?.(hash);
    expect(path === undefined || readFileSync(path).equals(bytes)).toBe(true);
    expect(await store.path?.('b'.repeat(64))).toBeUndefined();
  });

  test('it says that it can be written', async () => {
    const { store } = under();
    await expect(store.checkWritable()).resolves.toBeUndefined();
  });
}

describe.each([
  ['disk', startDisk],
  ['S3', startS3],
])('blobs on %s', (_name, start) => {
  const folder = mkdtempSync(join(tmpdir(), 'studio-blobs-'));
  let tested: StoreUnderTest;
  beforeAll(async () => {
    tested = await start(folder);
  });
  afterAll(async () => {
    await tested.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  readsWhatWasPut(() => tested);
  leavesNothingHalf(() => tested);
  knowsWhatItHas(() => tested);
});

test('a store whose folder cannot be made says so', async () => {
  await expect(createDiskBlobStore('/dev/null/blobs').checkWritable()).rejects.toThrow(
    /ENOTDIR|EEXIST|not a directory/,
  );
});

test('a full disk is an answer, not a crash', async () => {
  // The error that a write to a full disk gives; filling one for a test is not kind to the machine.
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  const bytes = Readable.from(
    (function* () {
      yield Buffer.from('a');
      throw full;
    })(),
  );
  const folder = mkdtempSync(join(tmpdir(), 'studio-full-'));
  expect(await receiveFile(bytes, folder, {})).toMatchObject({ ok: false, failure: { reason: 'storage-full' } });
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});
