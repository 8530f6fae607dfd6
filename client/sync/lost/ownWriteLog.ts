import { isJson, isJsonObject, type OwnWrite, type RecordCopy, type RecordPlace } from '@studio/shared/document';
import type { CountStore } from '../unsentLog.ts';

/** One thing of mine that is kept over reloads until the server has it, or until I have seen that it was lost. */
export type LogEntry =
  | { readonly kind: 'write'; readonly write: OwnWrite; readonly isLost?: boolean }
  | { readonly kind: 'record'; readonly place: RecordPlace; readonly copy: RecordCopy; readonly isLost?: boolean };

const PREFIX = 'studio.mine';
/** More than this many are not kept over a reload; the edits themselves are, always. */
const MOST_KEPT = 2000;
const MOST_CLIENTS = 50;

/**
 * What I set in one document and nobody has acknowledged, kept in `localStorage` over reloads and crashed tabs. It is
 * never part of the document. A tab that opens takes over what it finds, as it finds those edits on the device too.
 */
export class OwnWriteLog {
  readonly #store: CountStore;
  readonly #prefix: string;
  readonly #clientsKey: string;
  readonly #keys = new Set<string>();

  constructor(store: CountStore, documentKey: string) {
    this.#store = store;
    this.#prefix = `${PREFIX}:${documentKey}:`;
    this.#clientsKey = `${PREFIX}.clients:${documentKey}`;
  }

  /** Everything that earlier visits and other tabs have left, by key. */
  read(): ReadonlyMap<string, LogEntry> {
    const entries = new Map<string, LogEntry>();
    for (let index = 0; index < this.#store.length; index += 1) {
      const stored = this.#store.key(index);
      if (!stored?.startsWith(this.#prefix)) continue;
      const entry = parseEntry(this.#store.getItem(stored));
      if (entry) entries.set(stored.slice(this.#prefix.length), entry);
    }
    for (const key of entries.keys()) this.#keys.add(key);
    return entries;
  }

  /** Keeps an entry in the place of an earlier one. */
  put(key: string, entry: LogEntry): void {
    if (this.#keys.size >= MOST_KEPT && !this.#keys.has(key)) return;
    if (this.#write(this.#prefix + key, JSON.stringify(entry))) this.#keys.add(key);
  }

  /** Forgets an entry. */
  remove(key: string): void {
    if (this.#keys.delete(key)) this.#store.removeItem(this.#prefix + key);
  }

  /** Notes a client of this person on this device, so that none of their tabs takes another for somebody else. */
  addClient(client: number): void {
    const clients = [...this.clients()].filter((known) => known !== client);
    this.#write(this.#clientsKey, JSON.stringify([...clients, client].slice(-MOST_CLIENTS)));
  }

  /** The clients of this person on this device, as far as they are remembered. */
  clients(): ReadonlySet<number> {
    const clients = parse(this.#store.getItem(this.#clientsKey));
    return new Set(Array.isArray(clients) ? clients.filter((client) => typeof client === 'number') : []);
  }

  /** Forgets everything of this document on this device. */
  clear(): void {
    for (const key of this.read().keys()) this.remove(key);
    this.#store.removeItem(this.#clientsKey);
  }

  #write(key: string, text: string): boolean {
    try {
      this.#store.setItem(key, text);
      return true;
    } catch (error) {
      // After a reload nobody is told what this write lost to; the write itself is the device copy's business.
      console.warn('own-write.not-kept', error);
      return false;
    }
  }
}

/** Forgets what a person set in a document, when its copy goes from this device. */
export function forgetOwnWrites(store: CountStore, documentKey: string): void {
  new OwnWriteLog(store, documentKey).clear();
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function parseEntry(text: string | null): LogEntry | undefined {
  const value = parse(text);
  if (!isJsonObject(value) || !isJson(value)) return undefined;
  const isWhole =
    value['kind'] === 'write' ? isWrite(value['write']) : isPlace(value['place']) && isJsonObject(value['copy']);
  return isWhole ? (value as unknown as LogEntry) : undefined;
}

function isWrite(value: unknown): boolean {
  if (!isJsonObject(value) || !isJsonObject(value['stamp'])) return false;
  return isPlace(value['place']) && typeof value['stamp']['client'] === 'number';
}

function isPlace(value: unknown): boolean {
  return isJsonObject(value) && typeof value['root'] === 'string' && typeof value['row'] === 'string';
}
