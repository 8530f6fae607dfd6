import { IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';

/** A document kept on this device. */
export interface OfflineStore {
  /** Resolves when what was kept is in the document, or at once when this device keeps nothing. */
  readonly whenRead: Promise<void>;
  close(): void;
}

/** Told when the device has no room left, or keeps nothing at all (a private window). */
export type StorageFailed = (reason: 'full' | 'unavailable') => void;

/** Keeps a document of one person on this device. Two people on one device never share a copy. */
export function openOfflineStore(doc: Y.Doc, personId: string, name: string, onFailure: StorageFailed): OfflineStore {
  if (typeof indexedDB === 'undefined') {
    onFailure('unavailable');
    return { whenRead: Promise.resolve(), close: () => undefined };
  }
  const persistence = new IndexeddbPersistence(`studio/${personId}/${name}`, doc);
  // The library writes without looking at the outcome: a refused write comes up as a rejection nobody handled.
  const onRejection = (event: PromiseRejectionEvent) => {
    if (!isQuotaError(event.reason)) return;
    event.preventDefault();
    onFailure('full');
  };
  const page = typeof window === 'undefined' ? undefined : window;
  page?.addEventListener('unhandledrejection', onRejection);
  const opened = persistence._db.then(
    () => persistence.whenSynced,
    () => onFailure('unavailable'),
  );
  return {
    whenRead: opened.then(() => undefined),
    close: () => {
      page?.removeEventListener('unhandledrejection', onRejection);
      void persistence.destroy();
    },
  };
}

function isQuotaError(reason: unknown): boolean {
  const name = reason instanceof Error || reason instanceof DOMException ? reason.name : '';
  return name === 'QuotaExceededError' || (name === 'AbortError' && String(reason).includes('quota'));
}
