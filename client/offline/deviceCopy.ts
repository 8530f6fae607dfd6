import { withoutUpdateEvents } from '@studio/shared/document';
import * as Y from 'yjs';
import type { FirstState } from '../sync/fetchFirstState.ts';
import { CopyDatabase, type StoredRows } from './copyDatabase.ts';
import { keepInTab, takeFromTab } from './keptInTab.ts';

/** Whether this device keeps what is done: `full` has no room just now, `unavailable` keeps nothing at all. */
export type StorageState = 'kept' | 'full' | 'unavailable';

/** What a copy tells its owner. */
export interface CopyReports {
  /** The device began or ceased to keep what is done, or everything is on it now. */
  readonly onChange: () => void;
  /** Another tab has written to this copy; `refresh` takes it in. */
  readonly onOtherTab: () => void;
  /** Rows of the copy that nobody can read. They are not in the document, and go when the copy is next folded. */
  readonly onUnreadable: (rows: readonly Uint8Array[]) => void;
}

/** Where a document comes from that this device has nothing of. Never rejects. */
export type FindFirstState = () => Promise<FirstState | undefined>;

/** Above this many rows they are folded into one. */
const MANY_ROWS = 300;
/** Copies of this tab that are being closed, by name. */
const closing = new Map<string, Promise<void>>();
const FIRST_RETRY_MS = 2000;
const LONGEST_RETRY_MS = 30_000;
/** How long the first state of a document waits to be written, so that the first screen does not wait for it. */
const FIRST_REST_MS = 2000;

/**
 * A document's copy on this device. Every change of the document is written at once, one transaction at a time. When the
 * device refuses one, the whole state is due: it is written as soon as there is room again, so that nothing is missing
 * from the copy for longer than the device is full. What is still due when the document is closed stays in this tab.
 */
export class DeviceCopy {
  /** Resolves when what was kept is in the document, or it is known that this device has nothing. Never rejects. */
  readonly whenRead: Promise<void>;
  /** Whether the device keeps what is done. */
  state: StorageState = 'kept';
  readonly #doc: Y.Doc;
  readonly #name: string;
  readonly #reports: CopyReports;
  readonly #otherTabs: BroadcastChannel | undefined;
  #database: Promise<CopyDatabase> | undefined;
  #readKey = 0;
  #rows = 0;
  #pending: Uint8Array[] = [];
  #isStateDue = false;
  #isRead = false;
  #writing: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #retryMs = FIRST_RETRY_MS;
  #isClosed = false;
  #closed: Promise<void> | undefined;
  #isAbandoned = false;
  #hasTakenIn = false;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(doc: Y.Doc, name: string, reports: CopyReports, findFirstState?: FindFirstState) {
    this.#doc = doc;
    this.#name = name;
    this.#reports = reports;
    this.#otherTabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name);
    if (this.#otherTabs) this.#otherTabs.onmessage = () => this.#reports.onOtherTab();
    doc.on('update', this.#note);
    this.whenRead = this.#readFirst(findFirstState);
  }

  /** True when everything in the document is on this device. */
  get isWhole(): boolean {
    return this.#isRead && this.#pending.length === 0 && !this.#isStateDue && this.#writing === undefined;
  }

  /** Takes in what other tabs have written. Resolves to whether that was new to the document. */
  async refresh(): Promise<boolean> {
    await this.whenRead;
    this.#hasTakenIn = false;
    try {
      const database = await this.#open();
      this.#apply(await database.read(this.#readKey));
    } catch (error) {
      this.#fail(error);
    }
    return this.#hasTakenIn;
  }

  /** Puts the document as it is now in place of the copy's rows, as soon as the device takes it. */
  rewrite(): void {
    if (this.#isClosed) return;
    this.#isStateDue = true;
    this.#write();
  }

  /** Tries to write what is due now, without waiting for the next attempt. Resolves to whether everything is on the device. */
  async flush(): Promise<boolean> {
    await this.whenRead;
    this.#endRest();
    await this.#writing;
    return this.isWhole;
  }

  /** Stops following the document once what is due is written; what the device still refuses stays in this tab. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    this.#doc.off('update', this.#note);
    clearTimeout(this.#retry);
    if (this.#otherTabs) this.#otherTabs.onmessage = null;
    const closed = this.#finish().finally(() => {
      if (closing.get(this.#name) === closed) closing.delete(this.#name);
    });
    closing.set(this.#name, closed);
    return closed;
  }

  async #finish(): Promise<void> {
    const isWhole = await this.flush();
    if (!isWhole && !this.#isAbandoned) keepInTab(this.#name, this.#doc);
    this.#otherTabs?.close();
    const database = await this.#database?.catch(() => undefined);
    database?.close();
  }

  /** Stops following the document and writes nothing more, because the copy is about to be removed. */
  async abandon(): Promise<void> {
    this.#isAbandoned = true;
    this.#pending = [];
    this.#isStateDue = false;
    await this.close();
  }

  readonly #note = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) {
      this.#hasTakenIn = true;
      return;
    }
    this.#pending.push(update);
    this.#write();
  };

  async #readFirst(findFirstState: FindFirstState | undefined): Promise<void> {
    // Whoever opens a document again in this tab sees all that was done before it was closed.
    await closing.get(this.#name);
    try {
      const database = await this.#open();
      const rows = await database.read(0);
      // Nobody has to hear what was heard when it was written.
      withoutUpdateEvents(this.#doc, () => this.#apply(rows));
    } catch (error) {
      this.#isStateDue = true;
      this.#fail(error);
    }
    const kept = takeFromTab(this.#name);
    if (!kept && this.#rows === 0) this.#takeFirst(await findFirstState?.());
    this.#isRead = true;
    if (kept) {
      this.#isStateDue = true;
      Y.applyUpdate(this.#doc, kept, this);
    }
    this.#write();
  }

  /** Begins the copy with a state from the server, which becomes one row once there is time for it. */
  #takeFirst(first: FirstState | undefined): void {
    if (!first || this.#isClosed) return;
    withoutUpdateEvents(this.#doc, () => {
      try {
        (first.format === 'v2' ? Y.applyUpdateV2 : Y.applyUpdate)(this.#doc, first.update, this);
      } catch (error) {
        // The socket brings what is missing.
        console.warn('device-copy.unreadable-first-state', this.#name, error);
      }
    });
    this.#isStateDue = true;
    this.#rest = setTimeout(() => this.#endRest(), FIRST_REST_MS);
  }

  #endRest(): void {
    clearTimeout(this.#rest);
    this.#rest = undefined;
    this.#write();
  }

  #apply({ updates, lastKey }: StoredRows): void {
    this.#readKey = lastKey;
    this.#rows += updates.length;
    const unreadable: Uint8Array[] = [];
    Y.transact(
      this.#doc,
      () => {
        for (const update of updates) if (!isApplied(this.#doc, update, this)) unreadable.push(update);
      },
      this,
      false,
    );
    if (unreadable.length === 0) return;
    // The whole state takes their place.
    this.#isStateDue = true;
    this.#reports.onUnreadable(unreadable);
  }

  #write(): void {
    if (!this.#isRead || this.#writing !== undefined) return;
    if (this.#pending.length === 0 && (!this.#isStateDue || this.#rest !== undefined)) return;
    this.#writing = this.#writeAll().finally(() => {
      this.#writing = undefined;
      if (!this.#isClosed) this.#reports.onChange();
    });
  }

  async #writeAll(): Promise<void> {
    try {
      const database = await this.#open();
      while (this.#pending.length > 0 || this.#isStateDue) await this.#writeOnce(database);
    } catch (error) {
      // What was in hand may be lost to the copy: only the whole state is sure to hold it.
      this.#isStateDue = true;
      this.#pending = [];
      this.#fail(error);
      return;
    }
    this.#retryMs = FIRST_RETRY_MS;
    this.state = 'kept';
    this.#otherTabs?.postMessage('written');
  }

  async #writeOnce(database: CopyDatabase): Promise<void> {
    const batch = this.#pending;
    this.#pending = [];
    if (this.#isStateDue || this.#rows >= MANY_ROWS) {
      await database.fold(this.#readKey, (rows) => {
        this.#apply(rows);
        return Y.encodeStateAsUpdate(this.#doc);
      });
      this.#isStateDue = false;
      this.#rows = 1;
      return;
    }
    await database.append(batch.length === 1 && batch[0] ? batch[0] : Y.mergeUpdates(batch));
    this.#rows += 1;
  }

  async #open(): Promise<CopyDatabase> {
    const opened = await this.#database;
    if (opened && !opened.isClosed) return opened;
    // Removed from this device by another tab: whoever works on here keeps all of it anew.
    if (opened) {
      this.#isStateDue = true;
      this.#readKey = 0;
    }
    this.#database = openCopy(this.#name);
    this.#database.catch(() => {
      this.#database = undefined;
    });
    return this.#database;
  }

  #fail(error: unknown): void {
    this.state = isNoRoom(error) ? 'full' : 'unavailable';
    console.warn('device-copy.not-written', this.#name, error);
    if (!this.#isClosed) this.#reports.onChange();
    clearTimeout(this.#retry);
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => this.#write(), this.#retryMs);
    this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
  }
}

async function openCopy(name: string): Promise<CopyDatabase> {
  if (typeof indexedDB === 'undefined') throw new DOMException('This browser keeps nothing.', 'NotSupportedError');
  return CopyDatabase.open(name);
}

function isApplied(doc: Y.Doc, update: Uint8Array, origin: object): boolean {
  try {
    Y.applyUpdate(doc, update, origin);
    return true;
  } catch (error) {
    console.warn('device-copy.unreadable-row', error);
    return false;
  }
}

function isNoRoom(error: unknown): boolean {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return name === 'QuotaExceededError' || (name === 'AbortError' && String(error).includes('quota'));
}
