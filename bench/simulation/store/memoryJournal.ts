import {
  type JournalEntry,
  type JournalStore,
  type LockedDocument,
  NOTHING_STORED,
  type StoredDocument,
} from '../../../collab-server/storage/journalStore.ts';
import { unpackState } from '../../../collab-server/storage/stateEncoding.ts';
import type { StoreLink, Transaction } from './storeLink.ts';
import type { JournalRow, StoreTables } from './storeTables.ts';

/** Who hears what happens to the journal. */
export interface JournalListener {
  stored(row: JournalRow): void;
  /** A state took the place of the state and rows before it. */
  folded(document: string, before: StoredDocument, after: StoredDocument): void;
  /** Rows came into the outbox. */
  queued(): void;
}

/** The journal in memory, by the same port as the one in PostgreSQL. */
export function createMemoryJournal(tables: StoreTables, link: StoreLink, listener?: JournalListener): JournalStore {
  return {
    append: (entries) =>
      link.commit(() => {
        const rows = entries.map((entry) => ({ ...entry, id: tables.nextId() }));
        return () => putRows(tables, rows, listener);
      }),
    probe: () => link.commit(() => () => undefined),
    read: (document) => link.call(() => readDocument(tables, document)),
    readMarks: (documents, settledAt) =>
      link.call(() => new Map(documents.map((document) => [document, markOf(tables, document, settledAt)]))),
    readBetween: (document, afterId, upToId) =>
      link.call(() =>
        tables
          .rowsOf(document)
          .filter((row) => row.id > afterId && row.id <= upToId)
          .map((row) => row.update),
      ),
    withLock: (document, work) =>
      link.transaction([`document/${document}`], (transaction) =>
        work(lockedDocument(tables, transaction, document, listener)),
      ),
  };
}

/** Reads a document as it is stored now. */
export function readDocument(tables: StoreTables, document: string): StoredDocument {
  return { state: tables.states.get(document)?.state, rows: [...tables.rowsOf(document)] };
}

function putRows(tables: StoreTables, rows: readonly JournalRow[], listener: JournalListener | undefined): void {
  let isNew = false;
  for (const row of rows) {
    insert(tables.rowsOf(row.document), row);
    listener?.stored(row);
    if (putOutbox(tables, row)) isNew = true;
  }
  if (isNew) listener?.queued();
}

// A row that was slow to commit has a smaller number than rows that others have seen.
function insert(rows: JournalRow[], row: JournalRow): void {
  let at = rows.length;
  while (at > 0 && (rows[at - 1]?.id ?? 0) > row.id) at -= 1;
  rows.splice(at, 0, row);
}

function putOutbox(tables: StoreTables, entry: JournalEntry): boolean {
  let isNew = false;
  for (const row of entry.outbox) {
    const key = `${row.projectId} ${row.kind} ${row.key}`;
    if (tables.outbox.has(key)) continue;
    isNew = true;
    tables.outbox.set(key, { ...row, id: String(tables.nextId()), isHanded: false });
  }
  return isNew;
}

function markOf(tables: StoreTables, document: string, settledAt: number) {
  const settled = tables.rowsOf(document).filter((row) => row.at <= settledAt);
  const state = tables.states.get(document);
  if (settled.length === 0 && !state) return NOTHING_STORED;
  return { newestId: settled.at(-1)?.id ?? 0, rows: settled.length, foldedAt: state?.foldedAt ?? 0 };
}

function lockedDocument(
  tables: StoreTables,
  transaction: Transaction,
  document: string,
  listener: JournalListener | undefined,
): LockedDocument {
  return {
    read: () => transaction.read(() => readDocument(tables, document)),
    replaceByState: (state, foldedIds, foldedAt) =>
      transaction.stage(() => {
        const before = readDocument(tables, document);
        const folded = new Set(foldedIds);
        const opened = { update: unpackState(state), format: 'v2', storedBytes: state.length } as const;
        tables.states.set(document, { state: opened, foldedAt });
        tables.journal.set(document, before.rows.filter((row) => !folded.has(row.id)) as JournalRow[]);
        listener?.folded(document, before, readDocument(tables, document));
      }),
    append: (update, at) =>
      transaction.stage(() => {
        const author = { authorKind: 'service', authorId: 'service' };
        putRows(tables, [{ id: tables.nextId(), document, ...author, at, update, outbox: [] }], listener);
      }),
  };
}
