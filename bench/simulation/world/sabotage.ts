import type { JournalStore } from '../../../collab-server/storage/journalStore.ts';
import type { JournalWriter } from '../../../collab-server/storage/journalWriter.ts';
import type { RunFold } from '../../../collab-server/sync/folding/foldStored.ts';
import type { IssueStore } from '../../../job-runner/database/issueStore.ts';
import type * as Y from 'yjs';

/** What a control changes of the product: each of them loses, doubles or shows what it must not. */
export interface Sabotage {
  /** In place of the product's way into the store. */
  readonly journalOf?: (store: JournalStore) => JournalWriter;
  /** Around the store as servers reach it. */
  readonly storeOf?: (store: JournalStore) => JournalStore;
  readonly foldOf?: (store: JournalStore) => RunFold;
  readonly issuesOf?: (store: IssueStore) => IssueStore;
  /** Done to the copy on which a server writes, before it writes. */
  readonly beforeServerWrite?: (copy: Y.Doc) => void;
}
