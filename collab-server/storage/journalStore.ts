import type { OutboxRow } from '@studio/shared/jobs';
import type { OpenedState } from './stateEncoding.ts';

/** An intent or cancellation for the job-runner. */
export type OutboxEntry = Omit<OutboxRow, 'id'>;

/** An accepted update on its way to the journal. `at` is milliseconds since 1970. */
export interface JournalEntry {
  readonly document: string;
  readonly authorKind: string;
  readonly authorId: string;
  readonly at: number;
  readonly update: Uint8Array;
  readonly outbox: readonly OutboxEntry[];
}

/** What a document is stored as: its folded state, if any, and the journal rows after it, oldest first. */
export interface StoredDocument {
  readonly state: OpenedState | undefined;
  readonly rows: readonly StoredRow[];
}

/** A row of the journal. */
export interface StoredRow {
  readonly id: number;
  readonly update: Uint8Array;
}

/**
 * How far a document's journal has come: the greatest id among rows that have settled, how many those are, since one that
 * was slow to commit may have a smaller id than others had before it, and when it was last folded.
 */
export interface JournalMark {
  readonly newestId: number;
  readonly rows: number;
  readonly foldedAt: number;
}

/** The mark of a document of which nothing is stored. */
export const NOTHING_STORED: JournalMark = Object.freeze({ newestId: 0, rows: 0, foldedAt: 0 });

/** A document while nobody else may fold or migrate it: what is done here happens together or not at all. */
export interface LockedDocument {
  read(): Promise<StoredDocument>;
  /** Puts a state, encoded as `v2-brotli`, in the place of the state and rows it was folded from. Rows that came since stay. */
  replaceByState(state: Uint8Array, foldedIds: readonly number[], at: number): Promise<void>;
  /** Appends an update of the server's own. */
  append(update: Uint8Array, at: number): Promise<void>;
}

/**
 * Where journals are kept. Every method rejects when it cannot be known that it did its work: a write may have happened
 * all the same, wholly.
 */
export interface JournalStore {
  /**
   * Stores entries with their outbox rows, all of them or none, and resolves once they are durable. An outbox row that is
   * there already stays as it is. Rejects with `UnstorableValue` when one of the entries can never be stored.
   */
  append(entries: readonly JournalEntry[]): Promise<void>;
  /** Stores something durably that nobody will ever read; rejects when edits could not be stored either. */
  probe(): Promise<void>;
  /** Reads a document as it was at one moment; an absent one has neither state nor rows. */
  read(document: string): Promise<StoredDocument>;
  /** Reads the marks of documents; only rows from before `settledAt` count, in milliseconds since 1970. */
  readMarks(documents: readonly string[], settledAt: number): Promise<ReadonlyMap<string, JournalMark>>;
  /** Reads the updates of a document's journal after one row and up to another, oldest first. */
  readBetween(document: string, afterId: number, upToId: number): Promise<readonly Uint8Array[]>;
  /** Runs `work` while no other server has this document locked; what it did is undone when it rejects. */
  withLock<Value>(document: string, work: (locked: LockedDocument) => Promise<Value>): Promise<Value>;
}

/** A value that the store will never take, such as a text with a character it cannot hold. */
export class UnstorableValue extends Error {
  constructor(cause: unknown) {
    super('The journal cannot hold a value.', { cause });
    this.name = 'UnstorableValue';
  }
}
