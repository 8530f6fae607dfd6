import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD, startTestStudio, type TestPerson, type TestStudio } from '../testing/testStudio.ts';

let studio: TestStudio;
let owner: TestPerson;
let now = Date.now();
beforeAll(async () => {
  studio = await startTestStudio(() => now);
  owner = await studio.makeOwner();
});
afterAll(() => studio.stop());

const signIn = (email: string, password = PASSWORD, headers = {}) =>
  studio.ask('POST', '/api/auth/sign-in/email', { body: { email, password }, headers });
const whoIs = async (cookie: string) => (await studio.ask('GET', '/api/v1/session', { as: cookie })).body.person;

test('signing in sets a cookie that pages cannot read, and signing out ends the session at once', async () => {
  const { headers, cookie, status } = await signIn(owner.email.toUpperCase());
  expect(status).toBe(200);
  expect(headers.getSetCookie()[0]).toMatch(/^studio\.session_token=.*HttpOnly.*SameSite=Lax/);
  expect(await whoIs(cookie)).toMatchObject({ id: owner.id });
  expect((await studio.ask('POST', '/api/auth/sign-out', { as: cookie })).status).toBe(204);
  expect(await whoIs(cookie)).toBeNull();
  expect((await studio.ask('GET', '/api/v1/projects', { as: cookie })).status).toBe(401);
});

test('a session that is used stays, one that is not ends after two weeks', async () => {
  const person = await studio.makePerson(owner, 'viewer');
  // better-auth reads the machine's clock, which a test cannot move: the session is aged instead.
  const leave = (days: number) =>
    studio.database.kysely
      .updateTable('sessions')
      .set({ expiresAt: new Date(Date.now() + days * 86_400_000) })
      .where('userId', '=', person.id)
      .execute();
  await leave(4);
  const renewed = await studio.ask('GET', '/api/v1/session', { as: person.cookie });
  expect(renewed.body.person).toMatchObject({ id: person.id });
  expect(renewed.headers.getSetCookie()[0]).toContain('Max-Age=1209600');
  await leave(-1);
  expect(await whoIs(person.cookie)).toBeNull();
});

test('a wrong password and an unknown address read the same', async () => {
  const wrong = await signIn(owner.email, 'not the password');
  const unknown = await signIn('nobody@studio.test');
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(wrong.body.error.message).toBe(unknown.body.error.message);
});

test('guessing a password is stopped after ten attempts, for that account, for a while', async () => {
  const guess = () => signIn('guessed@studio.test', 'a guess');
  for (let attempt = 0; attempt < 10; attempt += 1) expect((await guess()).status).toBe(401);
  const stopped = await guess();
  expect([stopped.status, stopped.body.error.code]).toEqual([429, 'rate-limited']);
  expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
  now += 11 * 60_000;
  expect((await guess()).status).toBe(401);
});

test('a write from the page of another site is refused, whatever cookie it carries', async () => {
  const body = { title: 'Stolen' };
  const foreign = { origin: 'https://evil.example' };
  const refused = await studio.ask('POST', '/api/v1/projects', { body, as: owner.cookie, headers: foreign });
  expect([refused.status, refused.body.error.code]).toEqual([403, 'forbidden']);
  expect((await signIn(owner.email, PASSWORD, foreign)).status).toBe(403);
  // The public address, and the very host that is asked: 127.0.0.1 is the same studio as localhost.
  for (const origin of [studio.origin, studio.base]) {
    const own = await studio.ask('POST', '/api/v1/projects', { body, as: owner.cookie, headers: { origin } });
    expect([own.status, (await signIn(owner.email, PASSWORD, { origin })).status]).toEqual([201, 200]);
  }
});

test('an API key acts as its person until it is removed, more often than ten times', async () => {
  const made = await studio.ask('POST', '/api/v1/api-keys', { body: { name: 'script' }, as: owner.cookie });
  const { id, secret } = made.body;
  const ask = () => studio.ask('GET', '/api/v1/projects', { headers: { 'x-api-key': secret } });
  for (let turn = 0; turn < 12; turn += 1) expect((await ask()).status).toBe(200);
  const listed = await studio.ask('GET', '/api/v1/api-keys', { as: owner.cookie });
  expect(listed.list).toEqual([expect.objectContaining({ id, name: 'script', start: secret.slice(0, 12) })]);
  expect(listed.list[0]?.secret).toBeUndefined();
  expect((await studio.ask('DELETE', `/api/v1/api-keys/${id}`, { as: owner.cookie })).status).toBe(204);
  expect((await ask()).status).toBe(401);
});

test('removing somebody ends their sessions and keys; their work’s account cannot sign in again', async () => {
  const person = await studio.makePerson(owner, 'editor');
  const key = await studio.ask('POST', '/api/v1/api-keys', { body: { name: 'k' }, as: person.cookie });
  expect((await studio.ask('DELETE', `/api/v1/people/${person.id}`, { as: owner.cookie })).status).toBe(204);
  expect(await whoIs(person.cookie)).toBeNull();
  expect((await signIn(person.email)).status).toBe(401);
  const byKey = await studio.ask('GET', '/api/v1/projects', { headers: { 'x-api-key': key.body.secret } });
  expect(byKey.status).toBe(401);
});

test('the last owner cannot be removed or demoted, and an admin cannot touch owners', async () => {
  const admin = await studio.makePerson(owner, 'admin');
  const demote = (by: TestPerson, whom: TestPerson, role: string) =>
    studio.ask('PATCH', `/api/v1/people/${whom.id}`, { body: { role }, as: by.cookie });
  expect((await demote(owner, owner, 'viewer')).status).toBe(409);
  expect((await demote(admin, owner, 'viewer')).status).toBe(403);
  expect((await demote(admin, admin, 'owner')).status).toBe(403);
  expect((await studio.ask('DELETE', `/api/v1/people/${owner.id}`, { as: owner.cookie })).status).toBe(409);
  expect((await demote(owner, admin, 'owner')).body.role).toBe('owner');
  expect((await demote(admin, owner, 'admin')).status).toBe(200);
  expect((await demote(admin, owner, 'owner')).status).toBe(200);
});
