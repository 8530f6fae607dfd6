import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { fail, ok, type Result } from '@studio/shared/result';
import { extract } from 'tar-stream';
import { type ArchiveEntry, archiveContentsSchema, ENTRY } from './archiveContents.ts';

/** Why a backup cannot be read: it is no backup, it was cut short, or its bytes are not those that were written. */
export type ArchiveFlaw = 'damaged-backup';

// The library's own words for an archive that ends in the middle of an entry or is none. Whatever else goes wrong, such as
// a database that is starting up, is no fault of the file.
const NO_ARCHIVE = /^(?:Unexpected end of data|Invalid (?:tar )?header|Header exceeds)/;

/** Takes one entry; it must read the stream to its end or leave it alone. */
export type EntryReceiver = (name: string, content: Readable, bytes: number) => Promise<void>;

/**
 * Hands over the entries of a backup in the order in which they were written, and checks each against the list at the
 * end. What was received counts only when the answer is ok: until then a damaged archive is not told from a whole one.
 */
export async function readArchive(file: string, receive: EntryReceiver): Promise<Result<number, ArchiveFlaw>> {
  const seen: ArchiveEntry[] = [];
  let contents: Uint8Array | undefined;
  const tar = extract();
  const reading = createReadStream(file);
  reading.on('error', (error) => tar.destroy(error));
  reading.pipe(tar);
  try {
    for await (const entry of tar) {
      const { name, size } = entry.header;
      if (contents) return damaged(file, 'something follows its end');
      if (name === ENTRY.contents) contents = await readWhole(entry);
      else seen.push({ name, bytes: size, sha256: await receiveHashed(entry, name, size, receive) });
    }
  } catch (error) {
    if (error instanceof Error && NO_ARCHIVE.test(error.message)) return damaged(file, error.message);
    throw error;
  } finally {
    reading.destroy();
  }
  return contents ? compare(file, seen, contents) : damaged(file, 'it ends too early');
}

async function receiveHashed(
  entry: AsyncIterable<unknown>,
  name: string,
  bytes: number,
  receive: EntryReceiver,
): Promise<string> {
  const hash = createHash('sha256');
  const passing = Readable.from(
    (async function* () {
      for await (const chunk of entry) {
        hash.update(chunk as Uint8Array);
        yield chunk as Uint8Array;
      }
    })(),
    { objectMode: false },
  );
  await receive(name, passing, bytes);
  // Whatever the receiver left must be hashed all the same.
  if (!passing.readableEnded) for await (const _rest of passing);
  return hash.digest('hex');
}

function compare(file: string, seen: readonly ArchiveEntry[], contents: Uint8Array): Result<number, ArchiveFlaw> {
  const listed = readContents(contents);
  if (!listed) return damaged(file, 'its list of contents cannot be read');
  if (listed.length !== seen.length) return damaged(file, `it lists ${listed.length} entries and has ${seen.length}`);
  const wrong = listed.find((entry, index) => {
    const found = seen[index];
    return found?.name !== entry.name || found.bytes !== entry.bytes || found.sha256 !== entry.sha256;
  });
  return wrong ? damaged(file, `${wrong.name} is not what was written`) : ok(seen.length);
}

function readContents(contents: Uint8Array): readonly ArchiveEntry[] | undefined {
  try {
    return archiveContentsSchema.safeParse(JSON.parse(Buffer.from(contents).toString('utf8'))).data?.entries;
  } catch {
    // It is not even JSON.
    return undefined;
  }
}

function damaged(file: string, why: string): Result<never, ArchiveFlaw> {
  return fail('damaged-backup', `${file} is no whole backup: ${why}. Nothing was restored; use another backup.`);
}

/** Reads a stream that fits into memory. */
export async function readWhole(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
