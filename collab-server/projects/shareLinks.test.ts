import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestStudio, type TestPerson, type TestStudio } from '../testing/testStudio.ts';

let studio: TestStudio;
let owner: TestPerson;
let project: string;
let now = Date.now();
beforeAll(async () => {
  studio = await startTestStudio(() => now);
  owner = await studio.makeOwner();
  project = await studio.makeProject(owner, 'Lighthouse');
});
afterAll(() => studio.stop());

const subjects = [randomUUID()];
const links = () => `/api/v1/projects/${project}/share-links`;

async function makeLink(more = {}): Promise<{ id: string; token: string; url: string }> {
  const body = { label: 'For the client', subjects, ...more };
  const made = await studio.ask('POST', links(), { body, as: owner.cookie });
  expect(made.status).toBe(201);
  const { id, url } = made.body;
  return { id, url, token: url.split('/').at(-1) ?? '' };
}
const knock = (token: string) => studio.ask('GET', `/api/v1/share/${token}`);
const enter = (token: string, name = 'Gus', as = '') =>
  studio.ask('POST', `/api/v1/share/${token}/enter`, { body: { name }, as });

test('a guest sees the door, gives a name, and gets a pass for this link alone', async () => {
  const { id, token, url } = await makeLink({ mayComment: false });
  expect(url).toBe(`${studio.origin}/s/${token}`);
  const door = await knock(token);
  expect(door.body).toEqual({ linkId: id, title: 'Lighthouse', label: 'For the client', mayComment: false });
  const guest = await enter(token);
  expect(guest.body).toMatchObject({ linkId: id, projectId: project, subjects, mayComment: false });
  expect(guest.body.guest).toMatchObject({ name: 'Gus', color: expect.stringMatching(/^#/) });
  expect(guest.headers.getSetCookie()[0]).toMatch(/^studio_guest=\S+; HttpOnly; SameSite=Lax; Path=\//);
});

test('who comes back stays the same guest, under another name too', async () => {
  const { token } = await makeLink();
  const first = await enter(token);
  const again = await enter(token, 'Gustav', first.cookie);
  expect(again.body.guest).toMatchObject({ id: first.body.guest.id, name: 'Gustav' });
  const stranger = await enter(token, 'Gus');
  expect(stranger.body.guest.id).not.toBe(first.body.guest.id);
});

test('neither token nor pass is stored as it is', async () => {
  const { token } = await makeLink();
  const guest = await enter(token);
  const pass = guest.cookie.split('=')[1] ?? '-';
  const rows = [
    await studio.database.kysely.selectFrom('share_links').selectAll().execute(),
    await studio.database.kysely.selectFrom('guests').selectAll().execute(),
  ];
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(JSON.stringify(rows)).not.toContain(pass);
});

test('a link is listed with its address until it is revoked, then it opens no more', async () => {
  const { id, token, url } = await makeLink();
  const listed = await studio.ask('GET', links(), { as: owner.cookie });
  expect(listed.list).toContainEqual(expect.objectContaining({ id, url }));
  expect((await studio.ask('DELETE', `${links()}/${id}`, { as: owner.cookie })).status).toBe(204);
  expect((await knock(token)).body.error).toMatchObject({ code: 'gone' });
  expect((await enter(token)).status).toBe(410);
  const after = await studio.ask('GET', links(), { as: owner.cookie });
  expect(after.list.map((link) => link.id)).not.toContain(id);
});

test('a link ends by its date, and while its project is archived', async () => {
  const { token } = await makeLink({ expiresInDays: 1 });
  const lasting = await makeLink();
  now += 2 * 86_400_000;
  expect((await knock(token)).status).toBe(410);
  expect((await knock(lasting.token)).status).toBe(200);
  now -= 2 * 86_400_000;
  const archive = (isArchived: boolean) =>
    studio.ask('PATCH', `/api/v1/projects/${project}`, { body: { isArchived }, as: owner.cookie });
  await archive(true);
  expect((await knock(lasting.token)).status).toBe(410);
  await archive(false);
  expect((await knock(lasting.token)).status).toBe(200);
});

test('a link of another project cannot be revoked here', async () => {
  const { id, token } = await makeLink();
  const other = await studio.makeProject(owner, 'Other');
  const refused = await studio.ask('DELETE', `/api/v1/projects/${other}/share-links/${id}`, { as: owner.cookie });
  expect(refused.status).toBe(404);
  expect((await knock(token)).status).toBe(200);
});

test('guessing tokens is slowed down', async () => {
  const statuses = new Set<number>();
  for (let attempt = 0; attempt < 70; attempt += 1) statuses.add((await knock(`${'x'.repeat(30)}${attempt}`)).status);
  expect([...statuses].toSorted()).toEqual([410, 429]);
  now += 60_000;
});
