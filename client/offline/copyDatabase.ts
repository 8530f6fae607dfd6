const UPDATES = 'updates';
/** y-indexeddb's second table: made so that a copy written by either is one for both. */
const CUSTOM = 'custom';

/** Rows of a copy in the order they were written; `lastKey` is the key of the last, or the one that was asked from. */
export interface StoredRows {
  readonly updates: readonly Uint8Array[];
  readonly lastKey: number;
}

/**
 * The database of one document's copy: Yjs updates under rising keys, in the layout of y-indexeddb. Several tabs may have
 * it open. Every method resolves when its transaction is complete, and rejects with what the browser says.
 */
export class CopyDatabase {
  readonly #db: IDBDatabase;
  #isClosed = false;

  private constructor(db: IDBDatabase) {
    this.#db = db;
    // Another tab removes the project from this device: holding on would make it wait for ever.
    db.onversionchange = () => this.close();
    db.onclose = () => this.close();
  }

  /** Opens the database `name`, making it when there is none. */
  static open(name: string): Promise<CopyDatabase> {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(UPDATES, { autoIncrement: true });
        request.result.createObjectStore(CUSTOM);
      };
      request.onsuccess = () => resolve(new CopyDatabase(request.result));
      request.onerror = () => reject(reasonOf(request.error));
    });
  }

  /** True when it was closed, by us or by the browser. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The rows written after the row `afterKey`. */
  async read(afterKey: number): Promise<StoredRows> {
    const transaction = this.#begin('readonly');
    const rows = readRows(transaction, afterKey);
    await completed(transaction);
    return rows();
  }

  /** Adds a row. */
  async append(update: Uint8Array): Promise<void> {
    const transaction = this.#begin('readwrite');
    transaction.objectStore(UPDATES).add(update);
    await completed(transaction);
  }

  /** Puts one row in place of all: `fold` gets the rows after `afterKey` and returns it. */
  async fold(afterKey: number, fold: (rows: StoredRows) => Uint8Array): Promise<void> {
    const transaction = this.#begin('readwrite');
    const store = transaction.objectStore(UPDATES);
    const rows = readRows(transaction, afterKey, () => {
      const { lastKey, ...read } = rows();
      store.add(fold({ ...read, lastKey }));
      store.delete(IDBKeyRange.upperBound(lastKey));
    });
    await completed(transaction);
  }

  /** Lets go of the database. What was begun completes. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#db.close();
  }

  #begin(mode: IDBTransactionMode): IDBTransaction {
    return this.#db.transaction([UPDATES], mode);
  }
}

/** Removes a database with all that is in it; resolves when it is gone. Other tabs let go of it by themselves. */
export function removeDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(reasonOf(request.error));
  });
}

/** Reads within a transaction; the returned function gives the rows once `onRead` was called. */
function readRows(transaction: IDBTransaction, afterKey: number, onRead: () => void = () => undefined) {
  const store = transaction.objectStore(UPDATES);
  const range = IDBKeyRange.lowerBound(afterKey, true);
  const keys = store.getAllKeys(range);
  const values = store.getAll(range);
  // Requests of a transaction are answered in order: the keys are there by now.
  values.onsuccess = onRead;
  return (): StoredRows => ({
    updates: (values.result as unknown[]).map(asBytes),
    lastKey: Number(keys.result.at(-1) ?? afterKey),
  });
}

// What is no bytes is no update: an empty one is read as unreadable further up, never as an error here.
function asBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array();
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(reasonOf(transaction.error));
  });
}

function reasonOf(error: DOMException | null): Error {
  return error ?? new DOMException('The browser gave no reason.', 'UnknownError');
}
