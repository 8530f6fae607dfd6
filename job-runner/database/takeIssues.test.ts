import { randomUUID } from 'node:crypto';
import type { TakeRow } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../infra/testing/index.ts';
import type { AttemptStore } from './attemptStore.ts';
import { forgetSettled } from './forgetSettled.ts';
import type { IntentStore } from './intentStore.ts';
import { migrateRunner } from './migrateRunner.ts';
import { PostgresAttempts } from './postgresAttempts.ts';
import { PostgresIntents } from './postgresIntents.ts';
import { PostgresIssues } from './postgresIssues.ts';
import { RUNNER_MIGRATIONS } from './runnerMigrations.ts';
import { TakeIssues, type TakeToIssue } from './takeIssues.ts';

let database: TestDatabase;
let pool: pg.Pool;
let intents: IntentStore;
let attempts: AttemptStore;
let issues: TakeIssues;
let ran: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  ran = (await Promise.all([migrateRunner(pool), migrateRunner(pool), migrateRunner(pool)])).flat();
  intents = new PostgresIntents(pool, Date.now);
  attempts = new PostgresAttempts(pool, Date.now);
  issues = new TakeIssues(new PostgresIssues(pool, Date.now));
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function acceptedIntent(projectId: string): Promise<string> {
  const id = randomUUID();
  const requestedBy = { id: 'ada', name: 'Ada' };
  const intent = { id, kind: 'take', nodeId: 'n', seeds: [1], quality: 'low', requestedBy, requestedAt: 1 } as const;
  const given = { queue: 'gpu-12gb', quality: 'low', notice: '', priority: 1, frozen: null, isAsked: false } as const;
  await intents.accept({ intent, projectId, ...given });
  return id;
}

function toIssue(projectId: string, intentId: string, more: Partial<TakeToIssue> = {}): TakeToIssue {
  const known = { version: 0, number: 0 };
  const index = more.index ?? 0;
  const base = { projectId, intentId, index, attempt: 1, slotId: 'slot', requestHash: 'a', known };
  return { ...base, complete: ({ version, number }) => takeOf(intentId, index, version, number), ...more };
}

function takeOf(intentId: string, index: number, version: number, number: number): TakeRow {
  const media = { sha256: 'a'.repeat(64), mime: 'image/png', bytes: 1 };
  return {
    ...{ id: `${intentId}.${index}`, intentId, nodeId: 'n', slotId: 'slot', kind: 'image', name: 'A', version, number },
    ...{ media, width: 1, height: 1, frames: 1, rate: { num: 1, den: 1 }, hasAudio: false, thumbnail: media },
    ...{ filmstrip: null, waveform: null, quality: 'low', notice: '', recipe: null, madeAt: 1 },
    madeBy: { id: 'ada', name: 'Ada' },
  };
}

test('runners that start together bring the schema up to date once', () => {
  expect(ran).toEqual(RUNNER_MIGRATIONS.map((migration) => migration.name));
});

test('the result of a runner that slept is refused once another has the job', async () => {
  const project = randomUUID();
  const intentId = await acceptedIntent(project);
  expect(await attempts.begin(intentId, 'sleeper', 'w')).toBe(1);
  expect(await attempts.begin(intentId, 'awake', 'w')).toBe(2);
  expect(await issues.issue(toIssue(project, intentId))).toMatchObject({ ok: false, failure: { reason: 'stale' } });
  expect(await attempts.isNewest(intentId, 1)).toBe(false);
  const take = unwrap(await issues.issue(toIssue(project, intentId, { attempt: 2 })));
  expect(take.number).toBe(1);
});

test('an intent and index give the same Take however often it is published', async () => {
  const project = randomUUID();
  const intentId = await acceptedIntent(project);
  await attempts.begin(intentId, 'one', 'w');
  const first = unwrap(await issues.issue(toIssue(project, intentId)));
  await attempts.begin(intentId, 'two', 'w');
  const other = toIssue(project, intentId, { attempt: 2, requestHash: 'b', complete: () => takeOf(intentId, 0, 9, 9) });
  expect(unwrap(await issues.issue(other))).toEqual(first);
  expect([...(await issues.issuedFor(intentId)).values()]).toEqual([first]);
});

test('numbers are never given twice; a version is a request without its seed', async () => {
  const project = randomUUID();
  const intentId = await acceptedIntent(project);
  await attempts.begin(intentId, 'one', 'w');
  const hashes = ['a', 'b', 'a', 'c', 'b', 'c'];
  const takes = await Promise.all(
    hashes.map((requestHash, index) => issues.issue(toIssue(project, intentId, { index, requestHash }))),
  );
  const issued = takes.map((take) => unwrap(take));
  expect(issued.map((take) => take.number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  const versions = new Map(issued.map((take, index) => [hashes[index], take.version]));
  expect(issued.map((take) => take.version)).toEqual(hashes.map((hash) => versions.get(hash)));
  expect([...versions.values()].sort()).toEqual([1, 2, 3]);
});

test('numbers go on after Takes that came into the ledger another way', async () => {
  const project = randomUUID();
  const intentId = await acceptedIntent(project);
  await attempts.begin(intentId, 'one', 'w');
  const take = unwrap(await issues.issue(toIssue(project, intentId, { known: { version: 2, number: 3 } })));
  expect([take.version, take.number]).toEqual([3, 4]);
});

test('a settled intent takes no more results and is accepted no second time', async () => {
  const project = randomUUID();
  const intentId = await acceptedIntent(project);
  await attempts.begin(intentId, 'one', 'w');
  await intents.settle(intentId, 'cancelled');
  expect((await issues.issue(toIssue(project, intentId))).ok).toBe(false);
  expect(await intents.listOpen(0)).not.toContainEqual(expect.objectContaining({ intent: { id: intentId } }));
  expect((await intents.find(intentId))?.isFinal).toBe(true);
});

test('of a run that ended long ago only the intent and its Takes are kept', async () => {
  const project = randomUUID();
  const [old, recent] = [await acceptedIntent(project), await acceptedIntent(project)];
  for (const intentId of [old, recent]) {
    const attempt = await attempts.begin(intentId, 'runner', 'worker');
    const prompt = { promptId: randomUUID(), worker: 'w', quality: 'low' } as const;
    await attempts.storePrompt({ ...prompt, intentId, index: 0, attempt });
    unwrap(await issues.issue(toIssue(project, intentId)));
    await intents.cancel(intentId);
    await intents.settle(intentId, 'done');
  }
  const now = Date.now();
  const then = new Date(now - 40 * 86_400_000);
  await pool.query('update runner.intents set final_at = $2 where intent_id = $1', [old, then]);
  await pool.query('update runner.cancellations set cancelled_at = $2 where intent_id = $1', [old, then]);
  await forgetSettled(pool, now);
  const left = async (intentId: string) => ({
    isFinal: (await intents.find(intentId))?.isFinal,
    takes: (await issues.issuedFor(intentId)).size,
    prompts: (await attempts.listPrompts(intentId)).length,
    isCancelled: await intents.isCancelled(intentId),
  });
  expect(await left(old)).toEqual({ isFinal: true, takes: 1, prompts: 0, isCancelled: false });
  expect(await left(recent)).toEqual({ isFinal: true, takes: 1, prompts: 1, isCancelled: true });
});
