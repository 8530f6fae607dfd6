import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ask, startTestStudio, type TestPerson, type TestStudio } from '../testing/testStudio.ts';

/** Everybody who may ask. `stranger` is an editor of the studio who is not in the project; `nobody` has no session. */
const CALLERS = ['owner', 'admin', 'editor', 'reviewer', 'viewer', 'stranger', 'guest', 'nobody', 'service'] as const;
type Caller = (typeof CALLERS)[number];

const MEMBERS: readonly Caller[] = ['owner', 'admin', 'editor', 'reviewer', 'viewer'];
const EDITORS: readonly Caller[] = ['owner', 'admin', 'editor'];
const ADMINS: readonly Caller[] = ['owner', 'admin'];
const PEOPLE: readonly Caller[] = [...MEMBERS, 'stranger'];
const EVERYBODY: readonly Caller[] = CALLERS;

let studio: TestStudio;
let owner: TestPerson;
let project: string;
let linkToken: string;
const asks = new Map<Caller, Ask>();

beforeAll(async () => {
  studio = await startTestStudio();
  owner = await studio.makeOwner();
  project = await studio.makeProject(owner);
  asks.set('owner', { as: owner.cookie });
  for (const role of ['admin', 'editor', 'reviewer', 'viewer'] as const) {
    asks.set(role, { as: (await studio.makePerson(owner, role, project)).cookie });
  }
  asks.set('stranger', { as: (await studio.makePerson(owner, 'editor')).cookie });
  const link = await studio.ask('POST', `/api/v1/projects/${project}/share-links`, {
    body: { label: 'Client', subjects: [randomUUID()] },
    as: owner.cookie,
  });
  linkToken = link.body.url.split('/').at(-1) ?? '';
  const guest = await studio.ask('POST', `/api/v1/share/${linkToken}/enter`, { body: { name: 'Gus' } });
  asks.set('guest', { as: guest.cookie });
  asks.set('nobody', {});
  asks.set('service', { headers: { authorization: `Bearer ${studio.serviceKey}` } });
});
afterAll(() => studio.stop());

const somebody = randomUUID();
const invitation = () => ({ email: `${randomUUID()}@studio.test`, role: 'viewer' });
const manifest = {
  schemaVersion: 1,
  meta: { title: 'A film' },
  ...{ nodes: {}, edges: {}, selections: {}, tracks: {}, clips: [], markers: {} },
};
const runner = { workers: [], queues: {}, queueBackend: 'postgres', ffmpeg: null };

type RouteCase = readonly [method: string, path: string, allowed: readonly Caller[], body?: () => unknown];

/** Each route: who may use it, and what is sent. Whoever may gets past permission, which is not always a success. */
const ROUTES: readonly RouteCase[] = [
  ['GET', '/api/v1/session', EVERYBODY],
  ['GET', '/api/v1/people', PEOPLE],
  ['PATCH', `/api/v1/people/${somebody}`, ADMINS, () => ({ role: 'viewer' })],
  ['DELETE', `/api/v1/people/${somebody}`, ADMINS],
  ['GET', '/api/v1/invitations', ADMINS],
  ['POST', '/api/v1/invitations', ADMINS, invitation],
  ['DELETE', `/api/v1/invitations/${somebody}`, ADMINS],
  ['GET', '/api/v1/api-keys', PEOPLE],
  ['POST', '/api/v1/api-keys', PEOPLE, () => ({ name: 'script' })],
  ['DELETE', `/api/v1/api-keys/${somebody}`, PEOPLE],
  ['GET', '/api/v1/projects', PEOPLE],
  ['POST', '/api/v1/projects', [...EDITORS, 'stranger'], () => ({ title: 'Another' })],
  ['POST', '/api/v1/projects/copies', [...EDITORS, 'stranger'], () => ({ title: 'A copy', manifest })],
  ['GET', '/api/v1/projects/PROJECT', MEMBERS],
  ['PATCH', '/api/v1/projects/PROJECT', EDITORS, () => ({ title: 'Renamed' })],
  ['PATCH', '/api/v1/projects/PROJECT', ADMINS, () => ({ isArchived: false })],
  ['GET', '/api/v1/projects/PROJECT/documents/project/state', [...MEMBERS, 'service']],
  ['GET', '/api/v1/projects/PROJECT/documents/ledger/state', [...MEMBERS, 'service']],
  ['GET', '/api/v1/projects/PROJECT/members', MEMBERS],
  ['PUT', `/api/v1/projects/PROJECT/members/${somebody}`, ADMINS, () => ({ role: 'viewer' })],
  ['DELETE', `/api/v1/projects/PROJECT/members/${somebody}`, ADMINS],
  ['GET', '/api/v1/projects/PROJECT/share-links', EDITORS],
  ['POST', '/api/v1/projects/PROJECT/share-links', EDITORS, () => ({ label: 'L', subjects: [somebody] })],
  ['DELETE', `/api/v1/projects/PROJECT/share-links/${somebody}`, EDITORS],
  ['GET', '/api/v1/projects/PROJECT/snapshots', MEMBERS],
  ['POST', '/api/v1/projects/PROJECT/snapshots', EDITORS, () => ({ name: 'Now' })],
  ['GET', `/api/v1/projects/PROJECT/snapshots/${'a'.repeat(40)}/manifest`, MEMBERS],
  ['POST', '/api/v1/projects/PROJECT/uploads', EDITORS],
  ['GET', '/api/v1/share/LINK', EVERYBODY],
  ['GET', '/api/v1/pipelines', [...PEOPLE, 'service']],
  ['GET', '/api/v1/workers', PEOPLE],
  ['PUT', '/api/v1/internal/runners/runner-1', ['service'], () => runner],
  ['DELETE', '/api/v1/internal/runners/runner-1', ['service']],
  ['HEAD', `/api/v1/blobs/${'a'.repeat(64)}`, ['service']],
  ['PUT', `/api/v1/blobs/${'a'.repeat(64)}?project=PROJECT`, ['service']],
  ['GET', '/health', EVERYBODY],
  ['GET', '/health/detailed', EVERYBODY],
];

// What says "not you": signed out, forbidden, or (where even existence is not told) not found.
const isRefusal = (status: number, code: string | undefined, message = '') =>
  status === 401 || status === 403 || (code === 'not-found' && /you are not a member/.test(message));

for (const [method, path, allowed, body] of ROUTES) {
  test(`${method} ${path}${body ? ` ${Object.keys(body() as object).join()}` : ''}: the right ones may, nobody else`, async () => {
    const asked = path.replace('PROJECT', project).replace('LINK', linkToken);
    const admitted: Caller[] = [];
    for (const caller of CALLERS) {
      const ask = { ...asks.get(caller), ...(body ? { body: body() } : {}) };
      const answer = await studio.ask(method, asked, ask);
      expect(answer.status, `${caller}: ${answer.bytes.toString()}`).toBeLessThan(500);
      const error = method === 'HEAD' ? undefined : answer.body?.error;
      if (!isRefusal(answer.status, error?.code, error?.message)) admitted.push(caller);
    }
    expect(admitted.toSorted()).toEqual(allowed.toSorted());
  });
}

test('every route of the description is in the table', async () => {
  const { body } = await studio.ask('GET', '/api/v1/openapi.json');
  const described = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '*')}`),
  );
  const tested = ROUTES.map(([method, path]) => `${method} ${starred(path)}`);
  const elsewhere = [
    'POST /api/v1/setup',
    'POST /api/auth/sign-in/email',
    'POST /api/auth/sign-out',
    'GET /api/v1/invitations/*',
    'POST /api/v1/invitations/*/accept',
    'POST /api/v1/share/*/enter',
    'GET /media/*',
    'HEAD /media/*',
  ];
  expect(described.filter((route) => !tested.includes(route) && !elsewhere.includes(route))).toEqual([]);
});

test('the description says that an upload is a form with a picture', async () => {
  const { body } = await studio.ask('GET', '/api/v1/openapi.json');
  expect(body.paths['/api/v1/projects/{id}/uploads']).toMatchObject({
    post: { requestBody: { content: { 'multipart/form-data': { schema: { required: ['file'] } } } } },
  });
});

function starred(path: string): string {
  return (path.split('?')[0] ?? '').replaceAll(
    /\/(PROJECT|LINK|runner-1|project|ledger|a{40}|a{64}|[0-9a-f]{8}-[0-9a-f-]{27})(?=\/|$)/g,
    '/*',
  );
}

test('a role in one project opens no other', async () => {
  const other = await studio.makeProject(owner, 'Another film');
  const editor = asks.get('editor') ?? {};
  expect((await studio.ask('GET', `/api/v1/projects/${other}`, editor)).status).toBe(404);
  const listed = await studio.ask('GET', '/api/v1/projects', editor);
  expect(listed.list.map((found) => found.id)).not.toContain(other);
});

test('who makes a project owns it; a role there is changed and taken away again', async () => {
  const maker = await studio.makePerson(owner, 'editor');
  const made = await studio.makeProject(maker, 'Mine');
  const other = await studio.makePerson(owner, 'viewer');
  const member = `/api/v1/projects/${made}/members/${other.id}`;
  expect((await studio.ask('GET', `/api/v1/projects/${made}`, { as: maker.cookie })).body.role).toBe('owner');
  expect((await studio.ask('PUT', member, { body: { role: 'editor' }, as: maker.cookie })).body.role).toBe('editor');
  expect((await studio.ask('GET', `/api/v1/projects/${made}`, { as: other.cookie })).body.role).toBe('editor');
  const members = await studio.ask('GET', `/api/v1/projects/${made}/members`, { as: other.cookie });
  expect(members.list).toContainEqual(expect.objectContaining({ id: other.id, role: 'editor' }));
  expect((await studio.ask('DELETE', member, { as: maker.cookie })).status).toBe(204);
  expect((await studio.ask('GET', `/api/v1/projects/${made}`, { as: other.cookie })).status).toBe(404);
});

test('an archived project takes no changes until it is brought back', async () => {
  const made = await studio.makeProject(owner, 'Shelved');
  const change = (body: object) => studio.ask('PATCH', `/api/v1/projects/${made}`, { body, as: owner.cookie });
  expect((await change({ isArchived: true })).status).toBe(200);
  const refused = await change({ title: 'New' });
  expect([refused.status, refused.body.error.code]).toEqual([409, 'conflict']);
  expect((await change({ isArchived: false, title: 'New' })).body.title).toBe('New');
});
