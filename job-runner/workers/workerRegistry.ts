import type pg from 'pg';
import type { WorkerRegistry } from './workerPool.ts';

const FORGET_AFTER_MS = 10 * 60_000;

/** The workers that all runners of the studio know, by address: which tier a run can get is asked of all of them. */
export class DatabaseWorkerRegistry implements WorkerRegistry {
  readonly #pool: pg.Pool;
  readonly #clock: () => number;

  constructor(pool: pg.Pool, clock: () => number) {
    this.#pool = pool;
    this.#clock = clock;
  }

  async seen(url: string, vramBytes: number, memoryGb: number): Promise<void> {
    await this.#pool.query(
      `insert into runner.workers values ($1, $2, $3, $4)
       on conflict (url) do update set vram_bytes = $2, memory_gb = $3, seen_at = $4`,
      [url, Math.round(vramBytes), memoryGb, new Date(this.#clock())],
    );
  }

  /** The memory of each worker that somebody saw lately, in GB of its tier. */
  async memoryGb(): Promise<readonly number[]> {
    const { rows } = await this.#pool.query<{ memory_gb: number }>(
      'select memory_gb from runner.workers where seen_at > $1',
      [new Date(this.#clock() - FORGET_AFTER_MS)],
    );
    return rows.map((row) => row.memory_gb);
  }
}
