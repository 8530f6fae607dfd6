import { readTake, type TakeRow } from '@studio/shared/document';
import type pg from 'pg';
import { inTransaction } from './inTransaction.ts';
import type { GreatestIssued, IssuedTake, IssuePlace, IssueStore, IssuingSlot } from './issueStore.ts';

/** Issued Takes, in PostgreSQL. */
export class PostgresIssues implements IssueStore {
  readonly #pool: pg.Pool;
  readonly #clock: () => number;

  constructor(pool: pg.Pool, clock: () => number) {
    this.#pool = pool;
    this.#clock = clock;
  }

  async issuedFor(intentId: string): Promise<ReadonlyMap<number, TakeRow>> {
    const { rows } = await this.#pool.query<{ take_index: number; take: { id: string } }>(
      'select take_index, take from runner.takes_issued where intent_id = $1 order by take_index',
      [intentId],
    );
    const takes = new Map<number, TakeRow>();
    for (const row of rows) {
      const take = readTake(row.take.id, row.take);
      if (take) takes.set(row.take_index, take);
    }
    return takes;
  }

  issuing<Value>(place: IssuePlace, work: (slot: IssuingSlot) => Promise<Value>): Promise<Value> {
    return inTransaction(this.#pool, async (client) => {
      const current = await client.query<{ attempt: number }>(
        'select attempt from runner.intents where intent_id = $1 and final_at is null for update',
        [place.intentId],
      );
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [`${place.projectId}/${place.slotId}`]);
      return work({
        openAttempt: current.rows[0]?.attempt,
        find: (intentId, index) => find(client, intentId, index),
        greatest: (requestHash) => greatest(client, place, requestHash),
        put: (issued) => put(client, place, issued, new Date(this.#clock())),
      });
    });
  }
}

async function find(client: pg.PoolClient, intentId: string, index: number): Promise<TakeRow | undefined> {
  const { rows } = await client.query<{ take: { id: string } }>(
    'select take from runner.takes_issued where intent_id = $1 and take_index = $2',
    [intentId, index],
  );
  return rows[0] && readTake(rows[0].take.id, rows[0].take);
}

async function greatest(client: pg.PoolClient, place: IssuePlace, requestHash: string): Promise<GreatestIssued> {
  const { rows } = await client.query<{ same: number | null; version: number; number: number }>(
    `select max(version) filter (where request_hash = $3) as same,
       coalesce(max(version), 0) as version, coalesce(max(number), 0) as number
     from runner.takes_issued where project_id = $1 and slot_id = $2`,
    [place.projectId, place.slotId, requestHash],
  );
  const { same, version, number } = rows[0] ?? { same: null, version: 0, number: 0 };
  return { versionOfRequest: same, version, number };
}

async function put(client: pg.PoolClient, place: IssuePlace, issued: IssuedTake, at: Date): Promise<void> {
  const { intentId, index, attempt, requestHash, take } = issued;
  await client.query(`insert into runner.takes_issued values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [
    intentId,
    index,
    place.projectId,
    place.slotId,
    requestHash,
    take.version,
    take.number,
    attempt,
    JSON.stringify(take),
    at,
  ]);
}
