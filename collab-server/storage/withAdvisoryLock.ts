import type { Pool } from 'pg';

/** What a lock is about: two locks of different spaces never meet. */
export const LOCK_SPACES = { repository: 7, sample: 8 } as const;

/** Runs `work` while no other server on this database holds the same lock; waits for it. Released also when `work` throws. */
export async function withAdvisoryLock<Value>(
  pool: Pool,
  space: keyof typeof LOCK_SPACES,
  key: string,
  work: () => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  const lock = [key, LOCK_SPACES[space]];
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, $2))', lock);
    try {
      return await work();
    } finally {
      await client.query('select pg_advisory_unlock(hashtextextended($1, $2))', lock);
    }
  } finally {
    client.release();
  }
}
