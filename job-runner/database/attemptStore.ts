import type { Quality } from '@studio/shared/document';
import type pg from 'pg';
import { inTransaction } from './inTransaction.ts';

/** A prompt that was about to be posted to a worker, or was. */
export interface StoredPrompt {
  readonly promptId: string;
  readonly worker: string;
  readonly quality: Quality;
}

/** Attempts at intents. The newest may publish; an older one, however long it slept, may not. */
export class AttemptStore {
  readonly #pool: pg.Pool;
  readonly #clock: () => number;

  constructor(pool: pg.Pool, clock: () => number) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** Begins an attempt, which makes every earlier one stale; returns its number, from 1. */
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

  /** Notes how an attempt ended. */
  async end(intentId: string, attempt: number, state: string): Promise<void> {
    await this.#pool.query(
      'update runner.attempts set state = $3, finished_at = $4 where intent_id = $1 and attempt = $2',
      [intentId, attempt, state, new Date(this.#clock())],
    );
  }

  /** True while no later attempt began and the intent is open. */
  async isNewest(intentId: string, attempt: number): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      'select 1 from runner.intents where intent_id = $1 and attempt = $2 and final_at is null',
      [intentId, attempt],
    );
    return rowCount === 1;
  }

  /** Stores a prompt before it is posted, so that it is found again whatever dies in between. */
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

  /** Marks a prompt as ended: nobody attaches to it again. */
  async endPrompt(promptId: string, state: string): Promise<void> {
    await this.#pool.query('update runner.prompts set state = $2 where prompt_id = $1', [promptId, state]);
  }

  /** Every prompt of an intent that a worker may still have. */
  async listPrompts(intentId: string): Promise<readonly StoredPrompt[]> {
    const { rows } = await this.#pool.query<PromptRecord>(
      `select prompt_id, worker, quality from runner.prompts where intent_id = $1 and state = 'posted'`,
      [intentId],
    );
    return rows.map(toPrompt);
  }

  /** The newest prompt for a Take that a worker may still have. */
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
