import { type IntentRow, readIntent } from '@studio/shared/document';
import type pg from 'pg';
import { inTransaction } from '../database/inTransaction.ts';
import { isGone } from '../documents/unavailable.ts';
import type { Logger } from '../logger.ts';

/** What happens to a row; each may be called twice for one row and must then change nothing more. */
export interface IntakeDesk {
  readonly acceptIntent: (projectId: string, intent: IntentRow) => Promise<void>;
  readonly acceptCancellation: (projectId: string, intentId: string) => Promise<void>;
}

/** What the intake works with. */
export interface OutboxIntakeParts {
  readonly pool: pg.Pool;
  readonly desk: IntakeDesk;
  readonly clock: () => number;
  readonly log: Logger;
  readonly pollMs?: number;
}

interface Row {
  id: string;
  project_id: string;
  kind: string;
  key: string;
  payload: unknown;
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

  /** Handles the oldest row that nobody has; false when there is none. */
  #takeOne(): Promise<boolean> {
    const now = this.#parts.clock();
    for (const [id, until] of this.#asideUntil) if (until <= now) this.#asideUntil.delete(id);
    return inTransaction(this.#parts.pool, async (client) => {
      const { rows } = await client.query<Row>(
        `select id::text, project_id::text, kind, key::text, payload from outbox
         where handed_at is null and id::text <> all ($1) order by id limit 1 for update skip locked`,
        [[...this.#asideUntil.keys()]],
      );
      const row = rows[0];
      if (!row) return false;
      if (await this.#handle(row)) {
        await client.query('update outbox set handed_at = $2 where id = $1', [row.id, new Date(now)]);
      } else this.#asideUntil.set(row.id, now + RETRY_AFTER_MS);
      return true;
    });
  }

  async #handle(row: Row): Promise<boolean> {
    const log = this.#parts.log.child({ intentId: row.key, projectId: row.project_id });
    try {
      if (row.kind === 'cancellation') await this.#parts.desk.acceptCancellation(row.project_id, row.key);
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

  async #acceptIntent(row: Row, log: Logger): Promise<void> {
    const intent = readIntent(row.key, row.payload);
    if (intent) await this.#parts.desk.acceptIntent(row.project_id, intent);
    else log.error({}, 'An intent is not what a client of this schema writes; it is left out');
  }
}
