import { create } from 'zustand';
import type { CountStore } from '../sync/unsentLog.ts';
import { askToPersist } from './askToPersist.ts';
import { bytesInWords } from './byteWords.ts';
import type { CutMedia } from './cutMedia.ts';
import { keepFiles, type KeepProgress } from './keepFiles.ts';
import { missingFiles, noteKept, readKept, removeKept } from './keptMedia.ts';

/** A project whose media are kept here or on their way. */
interface Keeping {
  readonly progress: KeepProgress | undefined;
  /** What went wrong last, in words; empty when nothing did. */
  readonly trouble: string;
}

/** Whose project it is. */
export interface KeptPlace {
  readonly store: CountStore;
  readonly personId: string;
  readonly projectId: string;
  readonly clock: () => number;
}

const IDLE: Keeping = { progress: undefined, trouble: '' };
const jobs = new Map<string, AbortController>();

/** What is being kept, by person and project; one job a project, whichever view asked for it. */
export const useKeeping = create<{ readonly [key: string]: Keeping | undefined }>(() => ({}));

/** The key of a project in `useKeeping`. */
export function keepingKey({ personId, projectId }: Pick<KeptPlace, 'personId' | 'projectId'>): string {
  return `${personId}/${projectId}`;
}

/** Free bytes that this browser gives the studio, as far as it says. */
export async function freeBytes(): Promise<number | undefined> {
  if (typeof navigator.storage?.estimate !== 'function') return undefined;
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined ? undefined : Math.max(0, quota - (usage ?? 0));
}

/** Keeps a cut's media here, or brings what is kept up to date. A press of “Cancel” leaves nothing half kept. */
export async function keepCut(place: KeptPlace, media: CutMedia): Promise<void> {
  const key = keepingKey(place);
  if (jobs.has(key)) return;
  // Before the first wait: a second press finds it.
  const job = new AbortController();
  jobs.set(key, job);
  try {
    say(key, { trouble: await keepNow(place, media, job.signal) });
  } finally {
    jobs.delete(key);
  }
}

/** Resolves to what went wrong, in words. */
async function keepNow({ store, personId, projectId, clock }: KeptPlace, media: CutMedia, signal: AbortSignal) {
  const key = keepingKey({ personId, projectId });
  const isFirst = readKept(store, personId, projectId) === undefined;
  const missing = await missingFiles(personId, projectId, media.files);
  const needed = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  const free = await freeBytes();
  if (free !== undefined && needed > free) {
    return `It needs ${bytesInWords(needed)}; this device has ${bytesInWords(free)} free.`;
  }
  await askToPersist();
  const onProgress = (progress: KeepProgress) => say(key, { progress });
  const kept = await keepFiles(personId, projectId, media.files, { signal, onProgress });
  if (kept.ok) noteKept(store, personId, projectId, { takes: media.takes, bytes: kept.value, at: clock() });
  else if (isFirst) await removeKept(store, personId, projectId);
  return kept.ok || kept.failure.reason === 'cancelled' ? '' : kept.failure.message;
}

/** Stops keeping a cut. */
export function cancelKeeping(place: KeptPlace): void {
  jobs.get(keepingKey(place))?.abort();
}

/** Takes a cut's media off this device. */
export async function stopKeeping(place: KeptPlace): Promise<void> {
  cancelKeeping(place);
  await removeKept(place.store, place.personId, place.projectId);
  say(keepingKey(place), {});
}

function say(key: string, change: Partial<Keeping>): void {
  useKeeping.setState({ [key]: { ...IDLE, ...change } });
}
