import type { CloseReason } from '@studio/shared/access';
import * as Y from 'yjs';
import { holdTab } from './keptInTab.ts';

/** What is wrong with a part of this device's copy: nobody can read it, or it builds on what nobody has. */
export type PartReason = 'unreadable' | 'incomplete';
/** Why edits were set aside: the server's reason, or what is wrong with them. */
export type AsideReason = Extract<CloseReason, 'read-only' | 'not-a-member' | 'archived' | 'link-ended'> | PartReason;

/** A document as its person last saw it, with edits that the server did not take: out of the way until they decide. */
export interface SetAside {
  readonly id: string;
  readonly personId: string;
  readonly projectId: string;
  readonly documentName: string;
  /** The project's title, for people who cannot open it any more. */
  readonly title: string;
  readonly reason: AsideReason;
  /** How many edits the server did not take; 0 when nobody can tell. */
  readonly edits: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** One Yjs update with the whole document; for a part of one the rows as they are. */
  readonly rows: readonly Uint8Array[];
}

const DATABASE = 'studio-set-aside';
const RECORDS = 'records';
/** What the device did not take: it stays in this tab. */
const inTab = new Map<string, SetAside>();

/** The name that a person's edits of one document are set aside under. */
export function asideId(personId: string, documentName: string, reason: AsideReason): string {
  return `${personId}/${documentName}${isPart(reason) ? `/${reason}` : ''}`;
}

/** True when only a part of a document was set aside, which is no document by itself. */
export function isPart(reason: AsideReason): reason is PartReason {
  return reason === 'unreadable' || reason === 'incomplete';
}

/** Keeps a document aside, joined to what was set aside of it before. Resolves to whether the device took it. */
export async function keepAside(record: SetAside): Promise<boolean> {
  const before = (await readAll()).find(({ id }) => id === record.id);
  const kept = before ? joined(before, record) : record;
  try {
    await inStore('readwrite', (store) => store.put(kept));
    inTab.delete(kept.id);
    return true;
  } catch (error) {
    console.warn('set-aside.in-this-tab-only', error);
    inTab.set(kept.id, kept);
    return false;
  } finally {
    holdTab(inTab, inTab.size > 0);
  }
}

/** Everything that is set aside for a person on this device, the newest first. */
export async function readAside(personId: string): Promise<readonly SetAside[]> {
  const records = await readAll();
  return records.filter((record) => record.personId === personId).toSorted((a, b) => b.at - a.at);
}

/** Whether the device had no room for one of the records: it goes with this tab. */
export function isInTabOnly(records: readonly SetAside[]): boolean {
  return records.some(({ id }) => inTab.has(id));
}

/** Forgets what was set aside: its person has decided. */
export async function forgetAside(records: readonly SetAside[]): Promise<void> {
  for (const { id } of records) inTab.delete(id);
  holdTab(inTab, inTab.size > 0);
  for (const { id } of records) await inStore('readwrite', (store) => store.delete(id));
}

async function readAll(): Promise<readonly SetAside[]> {
  try {
    const stored = (await inStore('readonly', (store) => store.getAll())) as SetAside[];
    return [...stored.filter(({ id }) => !inTab.has(id)), ...inTab.values()];
  } catch (error) {
    console.warn('set-aside.not-read', error);
    return [...inTab.values()];
  }
}

/** The same edits come again from another tab: then they count once. */
function joined(before: SetAside, record: SetAside): SetAside {
  if (isPart(record.reason)) return { ...record, rows: [...before.rows, ...newRows(before, record)] };
  const [earlier, later] = [whole(before), whole(record)];
  const isKnown = isWithin(later, earlier);
  if (isKnown || isWithin(earlier, later)) {
    return { ...record, edits: Math.max(before.edits, record.edits), rows: [isKnown ? earlier : later] };
  }
  return { ...record, edits: before.edits + record.edits, rows: [Y.mergeUpdates([earlier, later])] };
}

// Each tab of this device meets what is wrong with its copy.
function newRows(before: SetAside, record: SetAside): readonly Uint8Array[] {
  return record.rows.filter((row) => !before.rows.some((known) => areEqual(known, row)));
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** The document of a record as one update. */
export function whole(record: SetAside): Uint8Array {
  const [first, ...others] = record.rows;
  return first && others.length === 0 ? first : Y.mergeUpdates([...record.rows]);
}

function isWithin(update: Uint8Array, other: Uint8Array): boolean {
  const known = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(other));
  return [...Y.decodeStateVector(Y.encodeStateVectorFromUpdate(update))].every(
    ([client, clock]) => (known.get(client) ?? 0) >= clock,
  );
}

async function inStore<Value>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<Value>) {
  const db = await openDatabase();
  try {
    return await new Promise<Value>((resolve, reject) => {
      const transaction = db.transaction([RECORDS], mode);
      const request = ask(transaction.objectStore(RECORDS));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new DOMException('No reason', 'AbortError'));
    });
  } finally {
    db.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(RECORDS, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('No reason', 'UnknownError'));
  });
}
