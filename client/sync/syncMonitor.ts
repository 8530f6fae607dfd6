import type { CloseReason } from '@studio/shared/access';
import type { StorageState } from '../offline/deviceCopy.ts';
import type { DocumentConnection } from './documentConnection.ts';
import { FrameSignal } from './frameSignal.ts';
import { syncBadge, type SyncBadgeState } from './syncBadge.ts';

/** After this long without a first exchange the badge says Offline instead of Connecting. */
const PATIENCE_MS = 4000;
/** How long “Back online” stays. */
const BACK_ONLINE_MS = 5000;

/** What views may know of the wire. */
export interface SyncView {
  readonly signal: FrameSignal;
  readonly badge: () => SyncBadgeState;
  readonly refusal: () => CloseReason | null;
  /** True while the studio cannot store edits. */
  readonly isStorageFailing: () => boolean;
  /** Edits of mine that the server has not acknowledged. */
  readonly unsentEdits: () => number;
  /** True while what others do in the project now cannot be seen here. */
  readonly isApart: () => boolean;
  /** Whether this device keeps what I do. */
  readonly storage: () => StorageState;
}

/** What the badge knows, gathered from every document of a project. */
export class SyncMonitor implements SyncView {
  readonly signal = new FrameSignal();
  readonly #connections = new Set<DocumentConnection>();
  readonly #patience: ReturnType<typeof setTimeout>;
  #isConnecting = true;
  #merged: number | null = null;
  #mergedTimer: ReturnType<typeof setTimeout> | undefined;
  #badge: SyncBadgeState | undefined;

  constructor() {
    this.#patience = setTimeout(() => {
      this.#isConnecting = false;
      this.changed();
    }, PATIENCE_MS);
  }

  /** Follows a document from now on. */
  add(connection: DocumentConnection): void {
    this.#connections.add(connection);
    this.changed();
  }

  /** Forgets a document that was closed. */
  remove(connection: DocumentConnection): void {
    this.#connections.delete(connection);
    this.changed();
  }

  /** A document has news. */
  readonly changed = (): void => {
    this.#collectMerged();
    this.#badge = undefined;
    this.signal.emit();
  };

  /** What the badge says now; the same object until it says something else. */
  readonly badge = (): SyncBadgeState => {
    this.#badge ??= this.#read();
    return this.#badge;
  };

  /** Why the server does not take part in one of the documents, or null. */
  readonly refusal = (): CloseReason | null => {
    for (const connection of this.#connections) if (connection.refusal !== null) return connection.refusal;
    return null;
  };

  readonly isStorageFailing = (): boolean => [...this.#connections].some((connection) => connection.isStorageFailing);

  readonly unsentEdits = (): number =>
    [...this.#connections].reduce((sum, connection) => sum + connection.unsentEdits, 0);

  readonly isApart = (): boolean => {
    // A review that is being opened, or is closed to me, decides nothing about the project.
    const deciding = [...this.#connections].filter(({ name }) => !name.includes('/review/'));
    return deciding.some((connection) => !connection.isLive);
  };

  readonly storage = (): StorageState => storageOf([...this.#connections]);

  /** Stops its timers. */
  dispose(): void {
    clearTimeout(this.#patience);
    clearTimeout(this.#mergedTimer);
  }

  #read(): SyncBadgeState {
    const all = [...this.#connections];
    const isLive = all.every((connection) => connection.isLive);
    if (isLive && all.length > 0) this.#isConnecting = false;
    return syncBadge({
      isLive,
      isWireUp: this.#isWireUp(),
      isConnecting: this.#isConnecting,
      unsentEdits: this.unsentEdits(),
      isStorageFailing: this.isStorageFailing(),
      mergedEdits: this.#merged,
      storage: storageOf(all),
      refusal: this.refusal(),
    });
  }

  #isWireUp(): boolean {
    return [...this.#connections].some((connection) => connection.isLive);
  }

  #collectMerged(): void {
    // Whoever is offline again is not “back online” any more.
    if (!this.#isWireUp()) this.#merged = null;
    let merged = 0;
    for (const connection of this.#connections) {
      merged += connection.delivered;
      connection.delivered = 0;
    }
    if (merged === 0) return;
    this.#merged = (this.#merged ?? 0) + merged;
    clearTimeout(this.#mergedTimer);
    this.#mergedTimer = setTimeout(() => {
      this.#merged = null;
      this.changed();
    }, BACK_ONLINE_MS);
  }
}

/** The worst that holds for one of the documents. */
function storageOf(connections: readonly DocumentConnection[]): StorageState {
  const states = new Set(connections.map(({ storage }) => storage));
  if (states.has('full')) return 'full';
  return states.has('unavailable') ? 'unavailable' : 'kept';
}
