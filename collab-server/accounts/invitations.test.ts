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

const invite = (email: string, more = {}) =>
  studio.ask('POST', '/api/v1/invitations', { body: { email, role: 'reviewer', ...more }, as: owner.cookie });
const accept = (id: string) =>
  studio.ask('POST', `/api/v1/invitations/${id}/accept`, { body: { name: 'Rita', password: PASSWORD } });

test('a link makes the account, signs in, and brings the role in studio and project', async () => {
  const projectId = await studio.makeProject(owner);
  const made = await invite('Rita@Studio.test', { projectId });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ email: 'rita@studio.test', url: `${studio.origin}/invite/${made.body.id}` });
  expect((await studio.ask('GET', `/api/v1/invitations/${made.body.id}`)).body.studioName).toBe('Olga’s studio');
  const accepted = await accept(made.body.id);
  expect(accepted.body.person).toMatchObject({ name: 'Rita', role: 'reviewer' });
  const projects = await studio.ask('GET', '/api/v1/projects', { as: accepted.cookie });
  expect(projects.list).toEqual([expect.objectContaining({ id: projectId, role: 'reviewer' })]);
});

test('an invitation is used once, even by two at a time', async () => {
  const { body } = await invite('twice@studio.test');
  const statuses = (await Promise.all([accept(body.id), accept(body.id)])).map((answer) => answer.status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 410]);
  expect((await studio.ask('GET', `/api/v1/invitations/${body.id}`)).status).toBe(410);
});

test('a withdrawn or replaced invitation ends', async () => {
  const first = await invite('changed@studio.test');
  const second = await invite('changed@studio.test', { role: 'editor' });
  expect((await accept(first.body.id)).status).toBe(410);
  const removed = await studio.ask('DELETE', `/api/v1/invitations/${second.body.id}`, { as: owner.cookie });
  expect(removed.status).toBe(204);
  expect((await accept(second.body.id)).status).toBe(410);
});

test('an invitation ends after two weeks', async () => {
  const { body } = await invite('late@studio.test');
  now += 15 * 86_400_000;
  expect((await accept(body.id)).status).toBe(410);
  now -= 15 * 86_400_000;
});

test('somebody of the studio is not invited again, and nobody is invited as owner', async () => {
  const known = await invite(owner.email);
  expect([known.status, known.body.error.field]).toEqual([409, 'email']);
  expect((await invite('next@studio.test', { role: 'owner' })).status).toBe(400);
});
