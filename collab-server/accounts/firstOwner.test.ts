import { afterEach, beforeEach, expect, test } from 'vitest';
import { askAt, PASSWORD, startTestStudio, type TestStudio } from '../testing/testStudio.ts';

let studio: TestStudio;
beforeEach(async () => {
  studio = await startTestStudio();
});
afterEach(() => studio.stop());

const owner = (token: string) => ({
  token,
  studioName: 'Lighthouse Films',
  name: 'Olga',
  email: 'Olga@Studio.test',
  password: PASSWORD,
});

test('the setup link makes the first owner, signed in, and works once', async () => {
  const before = await studio.ask('GET', '/api/v1/session');
  expect(before.body).toMatchObject({ person: null, needsSetup: true });
  const made = await studio.ask('POST', '/api/v1/setup', { body: owner(studio.setupToken) });
  expect(made.status).toBe(200);
  const after = await studio.ask('GET', '/api/v1/session', { as: made.cookie });
  expect(after.body).toMatchObject({
    person: { name: 'Olga', email: 'olga@studio.test', role: 'owner', color: expect.stringMatching(/^#[0-9a-f]{6}$/) },
    needsSetup: false,
    studioName: 'Lighthouse Films',
  });
  expect(after.body.person.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const again = await studio.ask('POST', '/api/v1/setup', { body: owner(studio.setupToken) });
  expect([again.status, again.body.error.code]).toEqual([410, 'gone']);
});

test('of two people who open the link at once, one becomes the owner', async () => {
  const attempts = ['a', 'b', 'c'].map((name) =>
    studio.ask('POST', '/api/v1/setup', { body: { ...owner(studio.setupToken), email: `${name}@studio.test` } }),
  );
  const statuses = (await Promise.all(attempts)).map((answer) => answer.status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 410, 410]);
});

test('a wrong token makes nothing', async () => {
  const refused = await studio.ask('POST', '/api/v1/setup', { body: owner('not-the-token-that-was-printed') });
  expect([refused.status, refused.body.error.field]).toEqual([403, 'token']);
  expect((await studio.ask('GET', '/api/v1/session')).body.needsSetup).toBe(true);
});

test('the token is stored hashed only', async () => {
  const rows = await studio.database.kysely.selectFrom('setup_tokens').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(studio.setupToken);
  expect(rows).toHaveLength(1);
});

test('the links of two servers that started together both open; after that none is made', async () => {
  const other = await studio.startAnother();
  const token = new URL(other.setupUrl ?? '').searchParams.get('token') ?? '';
  expect(token).not.toBe(studio.setupToken);
  const made = await askAt(`http://127.0.0.1:${other.port}`, 'POST', '/api/v1/setup', {
    body: owner(studio.setupToken),
  });
  expect(made.status).toBe(200);
  expect((await studio.startAnother()).setupUrl).toBeUndefined();
});

test('nobody can sign up by themselves, and better-auth has no other doors', async () => {
  await studio.makeOwner();
  const body = { name: 'Eve', email: 'eve@studio.test', password: PASSWORD };
  for (const path of ['sign-up/email', 'organization/create', 'organization/invite-member', 'api-key/create']) {
    const answer = await studio.ask('POST', `/api/auth/${path}`, { body });
    expect([path, answer.status]).toEqual([path, 404]);
  }
});

test('a refusal names the field and the limit', async () => {
  const body = { ...owner(studio.setupToken), password: 'short' };
  const answer = await studio.ask('POST', '/api/v1/setup', { body });
  expect(answer.status).toBe(400);
  expect(answer.body.error).toMatchObject({
    code: 'invalid',
    field: 'password',
    message: 'password has at least 10 characters.',
    requestId: answer.headers.get('x-request-id'),
  });
});
