import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestStudio, type TestPerson, type TestStudio } from '../testing/testStudio.ts';
import { sweepRows } from './sweepRows.ts';

let studio: TestStudio;
let owner: TestPerson;
beforeAll(async () => {
  studio = await startTestStudio();
  owner = await studio.makeOwner();
});
afterAll(() => studio.stop());

const DAY_MS = 86_400_000;

test('what is done with goes after a while, what is waited for stays', async () => {
  const { kysely } = studio.database;
  const now = Date.now();
  const project = randomUUID();
  const row = (key: string, handed_at: Date | null) => {
    const base = { project_id: project, kind: 'intent', payload: '{}', at: new Date(now - 90 * DAY_MS) } as const;
    return { ...base, key, handed_at };
  };
  const handed = [row('long ago', new Date(now - 40 * DAY_MS)), row('lately', new Date(now - DAY_MS))];
  await kysely
    .insertInto('outbox')
    .values([...handed, row('waiting', null)])
    .execute();
  const ended = { userId: owner.id, expiresAt: new Date(now - 1), updatedAt: new Date(now) };
  const lost = { ipAddress: null, userAgent: null, activeOrganizationId: null };
  await kysely
    .insertInto('sessions')
    .values({ id: 'ended', token: 'ended', ...ended, ...lost })
    .execute();

  await sweepRows(kysely, now);

  const left = await kysely.selectFrom('outbox').select('key').orderBy('id').execute();
  expect(left.map(({ key }) => key)).toEqual(['lately', 'waiting']);
  const sessions = await kysely.selectFrom('sessions').select('id').execute();
  expect(sessions).toHaveLength(1);
  expect(sessions[0]?.id).not.toBe('ended');
});
