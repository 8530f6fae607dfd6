import { type IntentRow, readIntent } from '@studio/shared/document';
import type { OutboxStore, StoredOutboxRow } from '../database/outboxStore.ts';
import { isGone } from '../documents/unavailable.ts';
import type { Logger } from '../logger.ts';

/** What happens to a row; each may be called twice for one row and must then change nothing more. */
export interface IntakeDesk {
  readonly acceptIntent: (projectId: string, intent: IntentRow) => Promise<void>;
  readonly acceptCancellation: (projectId: string, intentId: string) => Promise<void>;
}

/** What the intake works with. */
export interface OutboxIntakeParts {
  readonly outbox: OutboxStore;
  readonly desk: IntakeDesk;
  readonly clock: () => number;
  readonly log: Logger;
  readonly pollMs?: number;
}

const RETRY_AFTER_MS = 3000;

/**
 * Hands outbox rows to the desk, the oldest first. A row is locked while it is handled and marked as handed last, so a
 * runner that dies on it leaves it for the next. A row that cannot be handled just now steps aside and holds up no other.
 */
export class OutboxIntake {
  readonly #parts: OutboxIntakeParts;
  readonly #asideUntil = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isAskedAgain = false;
  #isStopped = false;

  constructor(parts: OutboxIntakeParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), this.#parts.pollMs ?? 1000);
    this.wake();
  }

  /** Looks into the outbox at once. */
  wake(): void {
    if (this.#isStopped) return;
    if (this.#running) {
      this.#isAskedAgain = true;
      return;
    }
    this.#running = this.#drain().finally(() => {
      this.#running = undefined;
      if (this.#isAskedAgain) {
        this.#isAskedAgain = false;
        this.wake();
      }
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #drain(): Promise<void> {
    try {
      while (!this.#isStopped && (await this.#takeOne())) continue;
    } catch (error) {
      this.#parts.log.warn({ error: String(error) }, 'The outbox could not be read just now');
    }
  }

  /** Handles the oldest row that nobody has and that did not step aside; false when there is none. */
  #takeOne(): Promise<boolean> {
    const now = this.#parts.clock();
    for (const [id, until] of this.#asideUntil) if (until <= now) this.#asideUntil.delete(id);
    return this.#parts.outbox.handOldest([...this.#asideUntil.keys()], async (row) => {
      const isHandled = await this.#handle(row);
      if (!isHandled) this.#asideUntil.set(row.id, now + RETRY_AFTER_MS);
      return isHandled;
    });
  }

  async #handle(row: StoredOutboxRow): Promise<boolean> {
    const log = this.#parts.log.child({ intentId: row.key, projectId: row.projectId });
    try {
      if (row.kind === 'cancellation') await this.#parts.desk.acceptCancellation(row.projectId, row.key);
      else await this.#acceptIntent(row, log);
      return true;
    } catch (error) {
      if (isGone(error)) {
        log.warn({}, 'The project of an outbox row is gone; the row is left out');
        return true;
      }
      log.warn({ error: String(error) }, 'An outbox row could not be handled; it is tried again');
      return false;
    }
  }

  async #acceptIntent(row: StoredOutboxRow, log: Logger): Promise<void> {
    const intent = readIntent(row.key, row.payload);
    if (intent) await this.#parts.desk.acceptIntent(row.projectId, intent);
    else log.error({}, 'An intent is not what a client of this schema writes; it is left out');
  }
}
