import { fail, ok, type Result } from '@studio/shared/result';
import { cacheOf, keptUrls, type KeptFile } from './keptMedia.ts';

/** How far keeping is: files and bytes that are here, of all. */
export interface KeepProgress {
  readonly files: number;
  readonly ofFiles: number;
  readonly bytes: number;
  readonly ofBytes: number;
}

/** Why media are not kept. */
export type KeepFailure = 'cancelled' | 'full' | 'offline' | 'gone';

/** Files that are fetched at once: enough to fill a line, few enough to leave the studio to others. */
const AT_ONCE = 3;
/** How often a bar is told: more would draw what nobody sees. */
const STEPS = 200;

const MESSAGES: { readonly [failure in KeepFailure]: string } = {
  cancelled: 'Stopped. What was fetched so far was removed again.',
  full: 'This device has no room for it. Free some space, then try again; nothing of the project is lost.',
  offline: 'The server could not be reached. Try again when you are back online.',
  gone: 'A file of the cut is missing on the server. Tell the studio’s admin.',
};

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
  const progress = new KeptSoFar(files, options.onProgress);
  const waiting = files.filter((file) => {
    if (here.has(file.url)) progress.done(file);
    return !here.has(file.url);
  });
  let failure: KeepFailure | undefined;
  async function fetchNext(): Promise<void> {
    for (let file = waiting.shift(); file && failure === undefined; file = waiting.shift()) {
      const kept = await keepFile(cache, file, { signal: options.signal, progress });
      if (kept.ok) progress.done(file);
      else failure ??= kept.failure.reason;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
  return failure === undefined ? ok(progress.bytes) : fail(failure, MESSAGES[failure]);
}

/** What is here so far, whole files and what has come of those on their way. */
class KeptSoFar {
  /** The sizes of the files that are here whole. */
  bytes = 0;
  readonly #files: readonly KeptFile[];
  readonly #ofBytes: number;
  readonly #coming = new Map<KeptFile, number>();
  readonly #tell: (progress: KeepProgress) => void;
  #count = 0;
  #step = -1;

  constructor(files: readonly KeptFile[], tell: (progress: KeepProgress) => void) {
    this.#files = files;
    this.#ofBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#tell = tell;
    this.#report(0);
  }

  /** A file is here. */
  done(file: KeptFile): void {
    this.#coming.delete(file);
    this.#count += 1;
    this.bytes += file.bytes;
    this.#report(this.#reached());
  }

  /** A part of a file has come. */
  came(file: KeptFile, bytes: number): void {
    this.#coming.set(file, Math.min(file.bytes, (this.#coming.get(file) ?? 0) + bytes));
    const reached = this.#reached();
    if (Math.floor((reached / Math.max(1, this.#ofBytes)) * STEPS) > this.#step) this.#report(reached);
  }

  #reached(): number {
    return [...this.#coming.values()].reduce((sum, bytes) => sum + bytes, this.bytes);
  }

  #report(bytes: number): void {
    this.#step = Math.floor((bytes / Math.max(1, this.#ofBytes)) * STEPS);
    this.#tell({ files: this.#count, ofFiles: this.#files.length, bytes, ofBytes: this.#ofBytes });
  }
}

async function keepFile(
  cache: Cache,
  file: KeptFile,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: KeptSoFar },
): Promise<Result<void, KeepFailure>> {
  try {
    const response = await fetch(file.url, { signal, credentials: 'same-origin' });
    if (response.status === 404) return fail('gone', MESSAGES.gone);
    if (response.status !== 200 || !response.body) return fail('offline', MESSAGES.offline);
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(part, controller) {
          progress.came(file, part.length);
          controller.enqueue(part);
        },
      }),
    );
    await cache.put(file.url, new Response(counted, { headers: response.headers }));
    return ok(undefined);
  } catch (error) {
    if (signal.aborted) return fail('cancelled', MESSAGES.cancelled);
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
    return isFull ? fail('full', MESSAGES.full) : fail('offline', MESSAGES.offline);
  }
}
