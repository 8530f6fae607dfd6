import { fail, ok, type Result } from '@studio/shared/result';
import { z } from 'zod';
import type { CountStore } from '../sync/unsentLog.ts';

/** A file that is kept here. `bytes` is 0 where the size is not known before it is fetched. */
export interface KeptFile {
  readonly sha256: string;
  readonly url: string;
  readonly bytes: number;
}

/** How far keeping is: files and bytes that are here, of all. */
export interface KeepProgress {
  readonly files: number;
  readonly ofFiles: number;
  readonly bytes: number;
  readonly ofBytes: number;
}

/** Why media are not kept. */
export type KeepFailure = 'cancelled' | 'full' | 'offline' | 'gone';

/** The caches that the page's worker answers media from; one for each person and project. */
const CACHES = 'studio-kept/';
/** The pictures that the worker keeps as they are seen. */
const SEEN = 'studio-seen';
const NOTES = 'studio.kept:';
/** Files that are fetched at once: enough to fill a line, few enough to leave the studio to others. */
const AT_ONCE = 3;

const noteSchema = z.object({ takes: z.number(), bytes: z.number(), at: z.number() });
/** What was kept of a project: Takes of the cut, bytes in all, and when (milliseconds since 1970). */
export type KeptNote = z.infer<typeof noteSchema>;

const cacheOf = (personId: string, projectId: string) => `${CACHES}${personId}/${projectId}`;
const noteKey = (personId: string, projectId: string) => `${NOTES}${personId}/${projectId}`;

/** What is kept of a project's media by choice; undefined when nothing is. */
export function readKept(store: CountStore, personId: string, projectId: string): KeptNote | undefined {
  try {
    const parsed = noteSchema.safeParse(JSON.parse(store.getItem(noteKey(personId, projectId)) ?? 'null'));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Notes what is kept of a project's media. */
export function noteKept(store: CountStore, personId: string, projectId: string, note: KeptNote): void {
  store.setItem(noteKey(personId, projectId), JSON.stringify(note));
}

/** Removes a project's media from this device. */
export async function removeKept(store: CountStore, personId: string, projectId: string): Promise<void> {
  store.removeItem(noteKey(personId, projectId));
  if (typeof caches !== 'undefined') await caches.delete(cacheOf(personId, projectId));
}

/** Those of the files that are not here yet. */
export async function missingFiles(
  personId: string,
  projectId: string,
  files: readonly KeptFile[],
): Promise<readonly KeptFile[]> {
  const here = await keptUrls(await caches.open(cacheOf(personId, projectId)));
  return files.filter(({ url }) => !here.has(url));
}

/** Forgets the pictures that were seen on this device: nobody knows any more of which projects they are. */
export async function forgetSeenMedia(): Promise<void> {
  if (typeof caches !== 'undefined') await caches.delete(SEEN);
}

/** Forgets what was seen here, and what is kept for anybody but `personId`. */
export async function forgetMediaOfOthers(personId: string | null): Promise<void> {
  await forgetSeenMedia();
  if (typeof caches === 'undefined') return;
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(CACHES) && !name.startsWith(`${CACHES}${personId ?? ''}/`));
  await Promise.all(others.map((name) => caches.delete(name)));
}

/**
 * Fetches the files that are missing and lets go of those that are not among them any more. Resolves to the bytes that
 * are here then. What was fetched before a failure stays until the caller removes it.
 */
export async function keepFiles(
  personId: string,
  projectId: string,
  files: readonly KeptFile[],
  options: { readonly signal: AbortSignal; readonly onProgress: (progress: KeepProgress) => void },
): Promise<Result<number, KeepFailure>> {
  const cache = await caches.open(cacheOf(personId, projectId));
  const here = await keptUrls(cache);
  const wanted = new Set(files.map(({ url }) => url));
  for (const url of here) if (!wanted.has(url)) await cache.delete(url);
  const ofBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const done = { files: 0, bytes: 0 };
  const count = (file: KeptFile) => {
    done.files += 1;
    done.bytes += file.bytes;
    options.onProgress({ ...done, ofFiles: files.length, ofBytes });
  };
  const waiting = files.filter((file) => {
    const isHere = here.has(file.url);
    if (isHere) count(file);
    return !isHere;
  });
  let failure: KeepFailure | undefined;
  async function fetchNext(): Promise<void> {
    for (let file = waiting.shift(); file && failure === undefined; file = waiting.shift()) {
      const kept = await keepFile(cache, file, options.signal);
      if (kept.ok) count(file);
      else failure ??= kept.failure.reason;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
  return failure === undefined ? ok(done.bytes) : fail(failure, MESSAGES[failure]);
}

const MESSAGES: { readonly [failure in KeepFailure]: string } = {
  cancelled: 'Stopped. What was fetched so far was removed again.',
  full: 'This device has no room for it. Free some space, then try again; nothing of the project is lost.',
  offline: 'The server could not be reached. Try again when you are back online.',
  gone: 'A file of the cut is missing on the server. Tell the studio’s admin.',
};

async function keepFile(cache: Cache, file: KeptFile, signal: AbortSignal): Promise<Result<void, KeepFailure>> {
  try {
    const response = await fetch(file.url, { signal, credentials: 'same-origin' });
    if (response.status === 404) return fail('gone', MESSAGES.gone);
    if (response.status !== 200) return fail('offline', MESSAGES.offline);
    await cache.put(file.url, response);
    return ok(undefined);
  } catch (error) {
    if (signal.aborted) return fail('cancelled', MESSAGES.cancelled);
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
    return isFull ? fail('full', MESSAGES.full) : fail('offline', MESSAGES.offline);
  }
}

async function keptUrls(cache: Cache): Promise<ReadonlySet<string>> {
  const keys = await cache.keys();
  return new Set(keys.map((request) => new URL(request.url).pathname));
}
