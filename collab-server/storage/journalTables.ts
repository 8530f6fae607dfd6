import type { ColumnType, Generated } from 'kysely';
import type { StateEncoding } from './stateEncoding.ts';

/** What documents are kept in: updates as they were accepted, the states they are folded into, and what runners must hear of. */
export interface JournalTables {
  /** One accepted update of a document each; removed when folded into `document_states`. */
  journal: {
    id: Generated<number>;
    document: string;
    author_kind: string;
    author_id: string;
    at: Date;
    update: Uint8Array;
  };
  /** A document's updates up to some moment, as one update. */
  document_states: {
    document: string;
    state: Uint8Array;
    encoding: Generated<StateEncoding>;
    /** Changes with each fold. */
    version: Generated<string>;
    folded_at: Date;
  };
  /** Intents and cancellations that the journal holds. The job-runner sets `handed_at`; rows stay for a month, longer than a commit can come twice. */
  outbox: {
    id: Generated<number>;
    project_id: string;
    kind: 'intent' | 'cancellation';
    key: string;
    payload: ColumnType<unknown, string, string>;
    at: Date;
    handed_at: Date | null;
  };
}
