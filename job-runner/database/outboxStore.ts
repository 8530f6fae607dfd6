import type { OutboxRow } from '@studio/shared/jobs';

/** A row as it stands in the outbox: `kind` may be one that a newer server writes. */
export type StoredOutboxRow = Omit<OutboxRow, 'kind'> & { readonly kind: string };

/** The intents and cancellations that the journal holds and runners have not all taken in yet. */
export interface OutboxStore {
  /**
   * Hands the oldest row that nobody handles just now, and that is not one of `aside`, to `handle`; it counts as handed
   * once that answers true. A runner that dies on a row leaves it for the next. False when there is none.
   */
  handOldest(aside: readonly string[], handle: (row: StoredOutboxRow) => Promise<boolean>): Promise<boolean>;
}
