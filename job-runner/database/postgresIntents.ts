import { type Quality, readIntent } from '@studio/shared/document';
import type pg from 'pg';
import type { QueueName } from '../queue/jobQueue.ts';
import type { AcceptedIntent, FinalState, IntentStore, SettledIntent } from './intentStore.ts';

interface IntentRecord {
  intent_id: string;
  project_id: string;
  payload: unknown;
  queue: QueueName;
  quality: Quality;
  notice: string;
  priority: number;
  attempt: number;
  frozen: AcceptedIntent['frozen'];
  final_state: FinalState | 'asked' | null;
  final_at: Date | null;
}

const COLUMNS =
  'intent_id, project_id, payload, queue, quality, notice, priority, attempt, frozen, final_state, final_at';

/** The intents that were accepted, in PostgreSQL. */
export class PostgresIntents implements IntentStore {
  readonly #pool: pg.Pool;
  readonly #clock: () => number;

  constructor(pool: pg.Pool, clock: () => number) {
    this.#pool = pool;
    this.#clock = clock;
  }

  async accept(accepted: Omit<AcceptedIntent, 'attempt' | 'isFinal'>): Promise<AcceptedIntent> {
    const { intent, projectId, queue, quality, notice, priority, frozen, isAsked } = accepted;
    const now = new Date(this.#clock());
    await this.#pool.query(
      `insert into runner.intents
         (intent_id, project_id, kind, payload, queue, quality, notice, priority, person_id, accepted_at, frozen,
          final_state, final_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (intent_id) do nothing`,
      [
        intent.id,
        projectId,
        intent.kind,
        JSON.stringify(intent),
        queue,
        quality,
        notice,
        priority,
        intent.requestedBy.id,
        now,
        frozen && JSON.stringify(frozen),
        isAsked ? 'asked' : null,
        isAsked ? now : null,
      ],
    );
    const stored = await this.find(intent.id);
    if (!stored) throw new Error(`Intent ${intent.id} was accepted and is not in the database.`);
    return stored;
  }

  async find(intentId: string): Promise<AcceptedIntent | undefined> {
    const { rows } = await this.#pool.query<IntentRecord>(
      `select ${COLUMNS} from runner.intents where intent_id = $1`,
      [intentId],
    );
    return rows[0] && toAccepted(rows[0]);
  }

  async countOpen(personId: string): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>(
      'select count(*)::int as count from runner.intents where person_id = $1 and final_at is null',
      [personId],
    );
    return rows[0]?.count ?? 0;
  }

  async listOpen(ageMs: number): Promise<readonly AcceptedIntent[]> {
    const { rows } = await this.#pool.query<IntentRecord>(
      `select ${COLUMNS} from runner.intents where final_at is null and accepted_at <= $1 order by accepted_at`,
      [new Date(this.#clock() - ageMs)],
    );
    return rows.flatMap((row) => toAccepted(row) ?? []);
  }

  async changeTier(intentId: string, quality: Quality, notice: string): Promise<void> {
    await this.#pool.query('update runner.intents set quality = $2, notice = $3 where intent_id = $1', [
      intentId,
      quality,
      notice,
    ]);
  }

  async settle(intentId: string, state: FinalState): Promise<FinalState> {
    await this.#pool.query(
      `update runner.intents set final_state = $2, final_at = $3
       where intent_id = $1 and (final_at is null or final_state = 'asked')`,
      [intentId, state, new Date(this.#clock())],
    );
    const { rows } = await this.#pool.query<{ final_state: FinalState }>(
      'select final_state from runner.intents where intent_id = $1',
      [intentId],
    );
    return rows[0]?.final_state ?? state;
  }

  async listSettled(ageMs: number): Promise<readonly SettledIntent[]> {
    const { rows } = await this.#pool.query<IntentRecord>(
      `select ${COLUMNS} from runner.intents where final_at >= $1 and final_state <> 'asked' order by final_at`,
      [new Date(this.#clock() - ageMs)],
    );
    return rows.flatMap((row) => {
      const accepted = toAccepted(row);
      const state = row.final_state;
      return accepted && state && state !== 'asked' ? [{ accepted, state }] : [];
    });
  }

  async claimAnswer(askedId: string, answerId: string): Promise<string> {
    await this.#pool.query('insert into runner.answers values ($1, $2) on conflict do nothing', [askedId, answerId]);
    const { rows } = await this.#pool.query<{ answer_id: string }>(
      'select answer_id from runner.answers where asked_id = $1',
      [askedId],
    );
    return rows[0]?.answer_id ?? answerId;
  }

  async cancel(intentId: string): Promise<void> {
    await this.#pool.query('insert into runner.cancellations values ($1, $2) on conflict do nothing', [
      intentId,
      new Date(this.#clock()),
    ]);
  }

  async isCancelled(intentId: string): Promise<boolean> {
    const { rowCount } = await this.#pool.query('select 1 from runner.cancellations where intent_id = $1', [intentId]);
    return rowCount === 1;
  }
}

function toAccepted(row: IntentRecord): AcceptedIntent | undefined {
  const intent = readIntent(row.intent_id, row.payload);
  if (!intent) return undefined;
  return {
    intent,
    projectId: row.project_id,
    queue: row.queue,
    quality: row.quality,
    notice: row.notice,
    priority: row.priority,
    attempt: row.attempt,
    frozen: row.frozen,
    isFinal: row.final_at !== null,
    isAsked: row.final_state === 'asked',
  };
}
