import type { StorageWatch } from './storage/storageWatch.ts';

/** As long as a server that was killed just before this one started may still be storing something. */
const FORMER_SERVER_MS = 60_000;

/**
 * Says whether the journal may have what is in no document of this server: always where it is one of several, for a
 * minute after its start, and from the moment on that an append failed or was not answered. A server that is alone, and
 * whose appends were all answered, has put every row into a document itself.
 */
export function createDoubt(storage: StorageWatch, isOneOfSeveral: boolean, clock: () => number): () => boolean {
  const isSureFrom = clock() + FORMER_SERVER_MS;
  let hasFailed = false;
  storage.onChange(() => {
    hasFailed = true;
  });
  return () => isOneOfSeveral || hasFailed || clock() < isSureFrom;
}
