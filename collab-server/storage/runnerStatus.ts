import { type RunnerStatus, runnerStatusSchema, type WorkerStatus } from '@studio/shared/api';
import type { Kysely } from 'kysely';
import type { Database } from './database.ts';

/** A job-runner that was heard of lately, with its last heartbeat. */
export interface Runner {
  readonly id: string;
  readonly status: RunnerStatus;
  readonly seenAt: number;
}

/** After this long without a heartbeat (one comes every 5 s) a runner counts as gone. */
const GONE_AFTER_MS = 20_000;

/** The runners that are alive now. A heartbeat that this version cannot read is left out. */
export async function readRunners(database: Kysely<Database>, now: number): Promise<Runner[]> {
  const rows = await database
    .selectFrom('runner_status')
    .selectAll()
    .where('seen_at', '>', new Date(now - GONE_AFTER_MS))
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id, status, seen_at }) => {
    const read = runnerStatusSchema.safeParse(status);
    return read.success ? [{ id, status: read.data, seenAt: seen_at.getTime() }] : [];
  });
}

/** Keeps a heartbeat; forgets runners that have been gone for a day. */
export async function writeRunner(
  database: Kysely<Database>,
  id: string,
  status: RunnerStatus,
  now: number,
): Promise<void> {
  const row = { status: JSON.stringify(status), seen_at: new Date(now) };
  await database
    .insertInto('runner_status')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  await database
    .deleteFrom('runner_status')
    .where('seen_at', '<', new Date(now - 86_400_000))
    .execute();
}

/** Forgets a runner that has stopped in order, and its workers with it. */
export async function removeRunner(database: Kysely<Database>, id: string): Promise<void> {
  await database.deleteFrom('runner_status').where('id', '=', id).execute();
}

const SAYS_MORE = { lost: 0, ready: 1, busy: 2 } as const;

/** Every worker once, though several runners use it: it is busy when it works for any of them, lost when it answers none. */
export function workersOf(runners: readonly Runner[]): WorkerStatus[] {
  const workers = new Map<string, WorkerStatus>();
  for (const worker of runners.flatMap((runner) => runner.status.workers)) {
    const known = workers.get(worker.id);
    if (!known || SAYS_MORE[worker.state] > SAYS_MORE[known.state]) workers.set(worker.id, worker);
  }
  return [...workers.values()];
}
