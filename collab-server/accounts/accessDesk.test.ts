import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DocumentName, parseDocumentName } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { AccessChange, AccessDesk, Identity } from '../sync/ports.ts';
import { startTestStudio, type TestPerson, type TestStudio } from '../testing/testStudio.ts';
import { type AccessChanges, listenForAccessChanges } from './accessChanges.ts';
import { createAccessDesk, GUEST_TOKEN } from './accessDesk.ts';
import { createCallers } from './callers.ts';
import { createAuth } from './createAuth.ts';
import { deriveSecret } from './secrets.ts';

let studio: TestStudio;
let owner: TestPerson;
let project: string;
let desk: AccessDesk;
let changes: AccessChanges;
const heard: AccessChange[] = [];

// A desk of its own beside the server's: what it hears came by way of the database, as on another server.
beforeAll(async () => {
  studio = await startTestStudio();
  owner = await studio.makeOwner();
  project = await studio.makeProject(owner);
  const database = studio.database.kysely;
  const { publicUrl, secret, serviceKey, databaseUrl } = studio.configuration;
  const auth = createAuth(database, { secret: deriveSecret(secret, 'sessions'), publicUrl });
  const callers = createCallers({ database, auth, serviceKey, clock: Date.now });
  changes = await listenForAccessChanges({
    pool: studio.database.pool,
    databaseUrl,
    onError: () => undefined,
    retryMs: 20,
  });
  desk = createAccessDesk({ database, callers, accessChanges: changes, clock: Date.now });
  desk.onAccessChanged((change) => heard.push(change));
});
afterAll(async () => {
  await changes.close();
  await studio.stop();
});

const documentOf = (name: string): DocumentName => unwrap(parseDocumentName(name));
const mayDo = async (identity: Identity, name: string) => {
  const answer = await desk.authorise(identity, documentOf(name));
  return answer.ok ? answer.value : answer.failure.reason;
};
const identify = async (cookie: string, token = '', name = `project/${project}`) =>
  unwrap(await desk.identify({ cookie }, token, documentOf(name)));

async function makeGuest(subjects: readonly string[], mayComment = true, as = '') {
  const body = { label: 'L', subjects, mayComment };
  const link = await studio.ask('POST', `/api/v1/projects/${project}/share-links`, { body, as: owner.cookie });
  const token = link.body.url.split('/').at(-1) ?? '';
  const guest = await studio.ask('POST', `/api/v1/share/${token}/enter`, { body: { name: 'Gus' }, as });
  return { linkId: link.body.id, cookie: guest.cookie };
}

test('people, keys, guests and services are known; anybody else is signed out', async () => {
  const person = await identify(owner.cookie);
  expect(person).toMatchObject({ kind: 'member', person: { id: owner.id, name: 'Olga' } });
  const key = await studio.ask('POST', '/api/v1/api-keys', { body: { name: 'k' }, as: owner.cookie });
  expect(await identify('', key.body.secret)).toMatchObject({ kind: 'member', person: { id: owner.id } });
  expect(await identify('', studio.serviceKey)).toEqual({ kind: 'service' });
  const guest = await makeGuest([randomUUID()]);
  expect(await identify(guest.cookie)).toMatchObject({ kind: 'guest', linkId: guest.linkId, guest: { name: 'Gus' } });
  for (const [cookie, token] of [
    ['', ''],
    ['studio.session_token=forged.value', ''],
    ['', 'no-key'],
    ['studio_guest=no', ''],
  ]) {
    const refused = await desk.identify({ cookie: cookie ?? '' }, token ?? '', documentOf(`project/${project}`));
    expect(refused).toMatchObject({ ok: false, failure: { reason: 'signed-out' } });
  }
});

test('in one browser a person may also be a guest, where the page says so', async () => {
  const guest = await makeGuest([randomUUID()]);
  const both = `${owner.cookie}; ${guest.cookie}`;
  expect(await identify(both)).toMatchObject({ kind: 'member' });
  expect(await identify(both, GUEST_TOKEN)).toMatchObject({ kind: 'guest', linkId: guest.linkId });
  const refused = await desk.identify({ cookie: owner.cookie }, GUEST_TOKEN, documentOf(`project/${project}`));
  expect(refused).toMatchObject({ failure: { reason: 'link-ended' } });
});

test('in one browser somebody may be the guest of several links, and each goes on to open what it shows', async () => {
  const [shot, other] = [randomUUID(), randomUUID()];
  const first = await makeGuest([shot]);
  const second = await makeGuest([other, shot], true, first.cookie);
  const guestOf = (name: string, token = '') => identify(second.cookie, token, name);
  expect(await guestOf(`share/${first.linkId}`)).toMatchObject({ linkId: first.linkId });
  expect(await guestOf(`share/${second.linkId}`)).toMatchObject({ linkId: second.linkId });
  const review = `project/${project}/review/${shot}`;
  expect(await guestOf(review)).toMatchObject({ linkId: second.linkId });
  expect(await guestOf(review, `${GUEST_TOKEN}:${first.linkId}`)).toMatchObject({ linkId: first.linkId });
  await studio.ask('DELETE', `/api/v1/projects/${project}/share-links/${second.linkId}`, { as: owner.cookie });
  expect(await guestOf(review)).toMatchObject({ linkId: first.linkId });
});

test('each role gets the documents that the table of access gives it', async () => {
  const at = `project/${project}`;
  const expected = {
    editor: ['write', 'read', 'write', 'write'],
    reviewer: ['read', 'read', 'write', 'read'],
    viewer: ['read', 'read', 'read', 'read'],
  };
  for (const [role, access] of Object.entries(expected)) {
    const person = await studio.makePerson(owner, role as 'editor', project);
    const identity = await identify(person.cookie);
    const documents = [at, `${at}/ledger`, `${at}/review/cut`, `${at}/board`];
    expect(await Promise.all(documents.map((name) => mayDo(identity, name)))).toEqual(access);
    expect(await mayDo(identity, `project/${randomUUID()}`)).toBe('not-a-member');
  }
  expect(await mayDo({ kind: 'service' }, at)).toBe('write');
  expect(await mayDo({ kind: 'service' }, `project/${randomUUID()}`)).toBe('unknown-document');
});

test('a guest gets the share and the reviews of its shots, never the graph or another shot', async () => {
  const [shot, other] = [randomUUID(), randomUUID()];
  const { cookie, linkId } = await makeGuest([shot]);
  const identity = await identify(cookie);
  const at = `project/${project}`;
  expect(await mayDo(identity, `share/${linkId}`)).toBe('read');
  expect(await mayDo(identity, `${at}/review/${shot}`)).toBe('write');
  for (const name of [
    at,
    `${at}/ledger`,
    `${at}/board`,
    `${at}/review/${other}`,
    `${at}/review/cut`,
    `share/${other}`,
  ]) {
    expect([name, await mayDo(identity, name)]).toEqual([name, 'not-a-member']);
  }
  expect(await mayDo(await identify(owner.cookie), `share/${linkId}`)).toBe('read');
  const stranger = await studio.makePerson(owner, 'editor');
  expect(await mayDo(await identify(stranger.cookie), `share/${linkId}`)).toBe('not-a-member');
  const silent = await makeGuest([shot], false);
  expect(await mayDo(await identify(silent.cookie), `${at}/review/${shot}`)).toBe('read');
});

const hears = (change: AccessChange) => expect.poll(() => heard, { timeout: 5000 }).toContainEqual(change);

test('what ends access is heard on every server, and asked again it is refused', async () => {
  const at = `project/${project}`;
  const person = await studio.makePerson(owner, 'editor', project);
  const identity = await identify(person.cookie);
  await studio.ask('PUT', `/api/v1/projects/${project}/members/${person.id}`, {
    body: { role: 'viewer' },
    as: owner.cookie,
  });
  await hears({ personId: person.id, projectId: project });
  expect(await mayDo(identity, at)).toBe('read');
  await studio.ask('POST', '/api/auth/sign-out', { as: person.cookie });
  await hears({ personId: person.id });
  expect(await mayDo(identity, at)).toBe('signed-out');

  const guest = await makeGuest([randomUUID()]);
  const asGuest = await identify(guest.cookie);
  await studio.ask('DELETE', `/api/v1/projects/${project}/share-links/${guest.linkId}`, { as: owner.cookie });
  await hears({ linkId: guest.linkId });
  expect(await mayDo(asGuest, `share/${guest.linkId}`)).toBe('link-ended');

  const shelved = await studio.makeProject(owner, 'Shelved');
  await studio.ask('PATCH', `/api/v1/projects/${shelved}`, { body: { isArchived: true }, as: owner.cookie });
  await hears({ projectId: shelved });
  expect(await mayDo(await identify(owner.cookie), `project/${shelved}`)).toBe('archived');
});

test('after a lost connection everybody is asked again', async () => {
  heard.length = 0;
  await studio.database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'listen access'",
  );
  await hears({});
});
