/** The PostgreSQL channel on which new outbox rows are announced. */
export const OUTBOX_CHANNEL = 'outbox';

/** A row of the table `outbox`: an intent or cancellation that the journal holds and the queue may not have yet. */
export interface OutboxRow {
  readonly id: string;
  readonly projectId: string;
  readonly kind: 'intent' | 'cancellation';
  /** The intent's id. */
  readonly key: string;
  /** The stored value, as `readIntent` and `readCancellation` take it. */
  readonly payload: unknown;
}
