import { readTake, type TakeRow } from '@studio/shared/document';
import { fail, ok, type Result } from '@studio/shared/result';
import type pg from 'pg';
import { inTransaction } from './inTransaction.ts';

/** A Take that asks for its version, number and name. */
export interface TakeToIssue {
  readonly projectId: string;
  readonly intentId: string;
  readonly index: number;
  readonly attempt: number;
  readonly slotId: string;
  /** What the request was, without the seed: equal hashes share a version. */
  readonly requestHash: string;
  /** The greatest version and number that the ledger shows for the slot, wherever they came from. */
  readonly known: { readonly version: number; readonly number: number };
  readonly complete: (issued: { readonly version: number; readonly number: number }) => TakeRow;
}

/** Issues Takes: numbers that are never given twice, and for an intent and index always the same Take. */
export class TakeIssues {
  readonly #pool: pg.Pool;
  readonly #clock: () => number;

  constructor(pool: pg.Pool, clock: () => number) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** The Takes already issued for an intent, by index. */
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

  /** Issues a Take; refuses as `stale` when a later attempt began: then somebody else makes it. */
  issue(wanted: TakeToIssue): Promise<Result<TakeRow, 'stale'>> {
    return inTransaction(this.#pool, async (client) => {
      const current = await client.query<{ attempt: number }>(
        'select attempt from runner.intents where intent_id = $1 and final_at is null for update',
        [wanted.intentId],
      );
      if (current.rows[0]?.attempt !== wanted.attempt) {
        return fail('stale', 'Another runner took this job over; this result is not used.');
      }
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [`${wanted.projectId}/${wanted.slotId}`]);
      const before = await client.query<{ take: { id: string } }>(
        'select take from runner.takes_issued where intent_id = $1 and take_index = $2',
        [wanted.intentId, wanted.index],
      );
      const stored = before.rows[0] && readTake(before.rows[0].take.id, before.rows[0].take);
      if (stored) return ok(stored);
      const issued = await this.#nextNumbers(client, wanted);
      const take = wanted.complete(issued);
      await this.#insert(client, wanted, take);
      return ok(take);
    });
  }

  async #nextNumbers(client: pg.PoolClient, wanted: TakeToIssue): Promise<{ version: number; number: number }> {
    const { rows } = await client.query<{ same: number | null; version: number; number: number }>(
      `select max(version) filter (where request_hash = $3) as same,
         coalesce(max(version), 0) as version, coalesce(max(number), 0) as number
       from runner.takes_issued where project_id = $1 and slot_id = $2`,
      [wanted.projectId, wanted.slotId, wanted.requestHash],
    );
    const found = rows[0] ?? { same: null, version: 0, number: 0 };
    return {
      version: found.same ?? Math.max(found.version, wanted.known.version) + 1,
      number: Math.max(found.number, wanted.known.number) + 1,
    };
  }

  async #insert(client: pg.PoolClient, wanted: TakeToIssue, take: TakeRow): Promise<void> {
    await client.query(`insert into runner.takes_issued values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [
      wanted.intentId,
      wanted.index,
      wanted.projectId,
      wanted.slotId,
      wanted.requestHash,
      take.version,
      take.number,
      wanted.attempt,
      JSON.stringify(take),
      new Date(this.#clock()),
    ]);
  }
}
