import type pg from 'pg';
import { inTransaction } from './inTransaction.ts';
import type { OutboxStore, StoredOutboxRow } from './outboxStore.ts';

/** The outbox, in PostgreSQL: a row is locked while it is handled, and marked as handed last. */
export class PostgresOutbox implements OutboxStore {
  readonly #pool: pg.Pool;
  readonly #clock: () => number;

  constructor(pool: pg.Pool, clock: () => number) {
    this.#pool = pool;
    this.#clock = clock;
  }

  handOldest(aside: readonly string[], handle: (row: StoredOutboxRow) => Promise<boolean>): Promise<boolean> {
    return inTransaction(this.#pool, async (client) => {
      const { rows } = await client.query<StoredOutboxRow>(
        `select id::text, project_id::text as "projectId", kind, key::text, payload from outbox
         where handed_at is null and id::text <> all ($1) order by id limit 1 for update skip locked`,
        [aside],
      );
      const [row] = rows;
      if (!row) return false;
      if (await handle(row)) {
        await client.query('update outbox set handed_at = $2 where id = $1', [row.id, new Date(this.#clock())]);
      }
      return true;
    });
  }
}
