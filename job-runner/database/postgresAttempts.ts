import type { Quality } from '@studio/shared/document';
import type pg from 'pg';
import type { AttemptStore, StoredPrompt } from './attemptStore.ts';
import { inTransaction } from './inTransaction.ts';

/** Attempts at intents, in PostgreSQL. */
export class PostgresAttempts implements AttemptStore {
  readonly #pool: pg.Pool;
  readonly #clock: () => number;

  constructor(pool: pg.Pool, clock: () => number) {
    this.#pool = pool;
    this.#clock = clock;
  }

  begin(intentId: string, runner: string, worker: string): Promise<number> {
    return inTransaction(this.#pool, async (client) => {
      const { rows } = await client.query<{ attempt: number }>(
        'update runner.intents set attempt = attempt + 1 where intent_id = $1 returning attempt',
        [intentId],
      );
      const attempt = rows[0]?.attempt;
      if (attempt === undefined) throw new Error(`Intent ${intentId} was never accepted.`);
      await client.query(`insert into runner.attempts values ($1, $2, $3, $4, 'running', $5)`, [
        intentId,
        attempt,
        runner,
        worker,
        new Date(this.#clock()),
      ]);
      return attempt;
    });
  }

  async end(intentId: string, attempt: number, state: string): Promise<void> {
    await this.#pool.query(
      'update runner.attempts set state = $3, finished_at = $4 where intent_id = $1 and attempt = $2',
      [intentId, attempt, state, new Date(this.#clock())],
    );
  }

  async isNewest(intentId: string, attempt: number): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      'select 1 from runner.intents where intent_id = $1 and attempt = $2 and final_at is null',
      [intentId, attempt],
    );
    return rowCount === 1;
  }

  async storePrompt(prompt: StoredPrompt & { intentId: string; index: number; attempt: number }): Promise<void> {
    await this.#pool.query(`insert into runner.prompts values ($1, $2, $3, $4, $5, $6, 'posted', $7)`, [
      prompt.promptId,
      prompt.intentId,
      prompt.index,
      prompt.attempt,
      prompt.worker,
      prompt.quality,
      new Date(this.#clock()),
    ]);
  }

  async endPrompt(promptId: string, state: string): Promise<void> {
    await this.#pool.query('update runner.prompts set state = $2 where prompt_id = $1', [promptId, state]);
  }

  async listPrompts(intentId: string): Promise<readonly StoredPrompt[]> {
    const { rows } = await this.#pool.query<PromptRecord>(
      `select prompt_id, worker, quality from runner.prompts where intent_id = $1 and state = 'posted'`,
      [intentId],
    );
    return rows.map(toPrompt);
  }

  async findPrompt(intentId: string, index: number): Promise<StoredPrompt | undefined> {
    const { rows } = await this.#pool.query<PromptRecord>(
      `select prompt_id, worker, quality from runner.prompts
       where intent_id = $1 and take_index = $2 and state = 'posted' order by posted_at desc limit 1`,
      [intentId, index],
    );
    return rows[0] && toPrompt(rows[0]);
  }
}

interface PromptRecord {
  prompt_id: string;
  worker: string;
  quality: Quality;
}

function toPrompt({ prompt_id: promptId, worker, quality }: PromptRecord): StoredPrompt {
  return { promptId, worker, quality };
}
