import { z } from 'zod';
import type { CountStore } from '../sync/unsentLog.ts';

/** A file that is kept here. `bytes` is 0 where the size is not known before it is fetched. */
export interface KeptFile {
  readonly sha256: string;
  readonly url: string;
  readonly bytes: number;
}

/** The caches that the page's worker answers media from; one for each person and project. */
const CACHES = 'studio-kept/';
/** The pictures that the worker keeps as they are seen. */
const SEEN = 'studio-seen';
const NOTES = 'studio.kept:';
const noteSchema = z.object({ takes: z.number(), bytes: z.number(), at: z.number() });
/** What was kept of a project: Takes of the cut, bytes in all, and when (milliseconds since 1970). */
export type KeptNote = z.infer<typeof noteSchema>;

const noteKey = (personId: string, projectId: string) => `${NOTES}${personId}/${projectId}`;

/** The name of the cache with what a person keeps of a project. */
export function cacheOf(personId: string, projectId: string): string {
  return `${CACHES}${personId}/${projectId}`;
}

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

/** The addresses that a cache has. */
export async function keptUrls(cache: Cache): Promise<ReadonlySet<string>> {
  const keys = await cache.keys();
  return new Set(keys.map((request) => new URL(request.url).pathname));
}
