import type pg from 'pg';

const KEPT_MS = 30 * 86_400_000;

/**
 * Removes what is known of runs that ended long ago: their attempts, prompts and cancellations, and workers that nobody
 * has seen since. The intents stay, so that none runs twice, and so do the Takes that were issued, whose numbers count on.
 */
export async function forgetSettled(pool: pg.Pool, now: number): Promise<void> {
  const before = [new Date(now - KEPT_MS)];
  for (const table of ['attempts', 'prompts']) {
    await pool.query(
      `delete from runner.${table} as old using runner.intents
       where intents.intent_id = old.intent_id and intents.final_at < $1`,
      before,
    );
  }
  await pool.query(
    `delete from runner.cancellations as old where cancelled_at < $1 and not exists
       (select 1 from runner.intents where intents.intent_id = old.intent_id and final_at is null)`,
    before,
  );
  await pool.query('delete from runner.workers where seen_at < $1', before);
}
