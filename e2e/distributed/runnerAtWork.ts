import pg from 'pg';
import type { DistributedStudio } from './startDistributedStudio.ts';
import type { ProductProcess } from './startProcess.ts';

/** The job-runner that is in the middle of one of these runs now, as the database knows it; undefined when none is. */
export async function runnerAtWork(
  studio: DistributedStudio,
  intentIds: readonly string[],
): Promise<{ runner: ProductProcess; intentId: string } | undefined> {
  const client = new pg.Client({ connectionString: studio.databaseUrl });
  await client.connect();
  try {
    // A posted prompt: the run has come as far as its worker.
    const { rows } = await client.query<{ runner: string; intent_id: string }>(
      `select runner, intent_id from runner.attempts attempts where state = 'running' and intent_id = any ($1::uuid[])
       and exists (select from runner.prompts prompts where prompts.intent_id = attempts.intent_id and prompts.state = 'posted')`,
      [intentIds],
    );
    for (const row of rows) {
      // A runner's id holds its process id: host-pid-random.
      const runner = studio.runners.find(({ pid, isRunning }) => isRunning && row.runner.includes(`-${pid}-`));
      if (runner) return { runner, intentId: row.intent_id };
    }
    return undefined;
  } finally {
    await client.end();
  }
}
