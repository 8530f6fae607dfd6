import type { TakeRow } from '@studio/shared/document';
import type { JournalEntry } from '../../../collab-server/storage/journalStore.ts';
import type { OpenedState } from '../../../collab-server/storage/stateEncoding.ts';
import type { IssuedTake } from '../../../job-runner/database/issueStore.ts';
import type { AcceptedIntent, FinalState } from '../../../job-runner/database/intentStore.ts';
import { Locks } from './locks.ts';

/** A row of the journal as it is kept. */
export interface JournalRow extends JournalEntry {
  readonly id: number;
}

/** A document's folded state. */
export interface FoldedState {
  readonly state: OpenedState;
  readonly foldedAt: number;
}

/** A row of the outbox as it is kept. */
export interface KeptOutboxRow {
  readonly id: string;
  readonly projectId: string;
  readonly kind: 'intent' | 'cancellation';
  readonly key: string;
  readonly payload: unknown;
  isHanded: boolean;
}

/** An accepted intent as it is kept. */
export interface KeptIntent extends Omit<AcceptedIntent, 'attempt' | 'isFinal' | 'isAsked'> {
  attempt: number;
  final: FinalState | 'asked' | undefined;
  readonly acceptedAt: number;
  settledAt?: number;
}

/** An issued Take as it is kept. */
export interface KeptTake extends IssuedTake {
  readonly slot: string;
  readonly take: TakeRow;
}

/** What is stored, in the memory of one process. Each change is whole at once. */
export class StoreTables {
  readonly journal = new Map<string, JournalRow[]>();
  readonly states = new Map<string, FoldedState>();
  readonly outbox = new Map<string, KeptOutboxRow>();
  readonly intents = new Map<string, KeptIntent>();
  readonly cancellations = new Set<string>();
  /** Which intent answers one that asks. */
  readonly answers = new Map<string, string>();
  readonly takes = new Map<string, KeptTake>();
  readonly locks = new Locks();
  #lastId = 0;

  /** The next number of a sequence: taken for ever, also by what is never committed. */
  nextId(): number {
    return (this.#lastId += 1);
  }

  rowsOf(document: string): JournalRow[] {
    const rows = this.journal.get(document) ?? [];
    this.journal.set(document, rows);
    return rows;
  }
}
