import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { addNode, rootMap, SCHEMA_VERSION, updateMeta } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { startTestStudio, type TestPerson, type TestStudio } from './testing/testStudio.ts';

let studio: TestStudio;
let owner: TestPerson;
beforeAll(async () => {
  studio = await startTestStudio();
  owner = await studio.makeOwner();
});
afterAll(() => studio.stop());

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A browser's connection to a document, with the cookies of whoever has the page open. */
function connectTo(name: string, cookie: string) {
  class Socket extends WebSocket {
    constructor(address: string | URL) {
      super(address, { origin: studio.origin, headers: { cookie } });
    }
  }
  const websocketProvider = new HocuspocusProviderWebsocket({
    url: `${studio.base.replace('http', 'ws')}/collab?schema=${SCHEMA_VERSION}`,
    WebSocketPolyfill: Socket,
    delay: 100,
    minDelay: 50,
  });
  const doc = new Y.Doc();
  const denials: string[] = [];
  const provider = new HocuspocusProvider({
    websocketProvider,
    name,
    document: doc,
    token: '',
    onAuthenticationFailed: ({ reason }) => denials.push(reason),
  });
  provider.attach();
  open.push(() => {
    provider.destroy();
    websocketProvider.destroy();
  });
  return { doc, provider, denials };
}
const synced = (client: ReturnType<typeof connectTo>) =>
  expect.poll(() => client.provider.isSynced, { timeout: 5000 }).toBe(true);
const titleOf = (doc: Y.Doc) => rootMap(doc, 'meta').get('title');

test('a new project opens with its title, and a rename by HTTP reaches whoever has it open', async () => {
  const project = await studio.makeProject(owner, 'Lighthouse');
  const client = connectTo(`project/${project}`, owner.cookie);
  await synced(client);
  expect(titleOf(client.doc)).toBe('Lighthouse');
  await studio.ask('PATCH', `/api/v1/projects/${project}`, { body: { title: 'The Keeper' }, as: owner.cookie });
  await expect.poll(() => titleOf(client.doc), { timeout: 5000 }).toBe('The Keeper');
});

test('who makes and renames a project is an author of its history', async () => {
  const project = await studio.makeProject(owner, 'Lighthouse');
  const editor = await studio.makePerson(owner, 'editor', project);
  await studio.ask('PATCH', `/api/v1/projects/${project}`, { body: { title: 'The Keeper' }, as: owner.cookie });
  const made = await studio.ask('POST', `/api/v1/projects/${project}/snapshots`, {
    body: { name: 'First' },
    as: editor.cookie,
  });
  expect(made.body).toMatchObject({ snapshot: { authors: ['A editor', 'Olga'] } });
});

test('a program may call every request JSON, also one without a body; a body of the wrong kind is named', async () => {
  const json = { 'content-type': 'application/json' };
  const key = await studio.ask('POST', '/api/v1/api-keys', { body: { name: 'A program' }, as: owner.cookie });
  const path = `/api/v1/api-keys/${key.body.id}`;
  expect((await studio.ask('DELETE', path, { headers: json, as: owner.cookie })).status).toBe(204);
  const wrong = await studio.ask('POST', '/api/v1/projects', { body: { title: 5 }, as: owner.cookie });
  expect(wrong.body.error.message).toBe('title cannot be used: expected string, received number.');
  const none = await studio.ask('POST', '/api/v1/projects', { headers: json, as: owner.cookie });
  expect(none).toMatchObject({ status: 400, body: { error: { code: 'invalid' } } });
});

test('the list of projects follows the document: title, shots, and when it changed', async () => {
  const project = await studio.makeProject(owner, 'Before');
  const client = connectTo(`project/${project}`, owner.cookie);
  await synced(client);
  unwrap(updateMeta(client.doc, { title: 'After', logline: 'Ships pass.' }));
  unwrap(addNode(client.doc, { id: crypto.randomUUID(), type: 'shot', position: { x: 0, y: 0 }, fields: {} }));
  const listed = async () => (await studio.ask('GET', `/api/v1/projects/${project}`, { as: owner.cookie })).body;
  await expect
    .poll(listed, { timeout: 8000 })
    .toMatchObject({ title: 'After', logline: 'Ships pass.', shotCount: 1, poster: null });
});

test('losing a membership cuts the live connection within a second', async () => {
  const project = await studio.makeProject(owner);
  const person = await studio.makePerson(owner, 'editor', project);
  const client = connectTo(`project/${project}`, person.cookie);
  await synced(client);
  await studio.ask('DELETE', `/api/v1/projects/${project}/members/${person.id}`, { as: owner.cookie });
  const from = performance.now();
  await expect.poll(() => client.denials, { timeout: 5000, interval: 20 }).toContain('not-a-member');
  expect(performance.now() - from).toBeLessThan(1000);
});

test('a revoked link and a sign-out cut their connections', async () => {
  const project = await studio.makeProject(owner);
  const shot = crypto.randomUUID();
  const body = { label: 'Client', subjects: [shot] };
  const link = await studio.ask('POST', `/api/v1/projects/${project}/share-links`, { body, as: owner.cookie });
  const token = link.body.url.split('/').at(-1) ?? '';
  const guest = await studio.ask('POST', `/api/v1/share/${token}/enter`, { body: { name: 'Gus' } });
  const share = connectTo(`share/${link.body.id}`, guest.cookie);
  await synced(share);
  expect(titleOf(share.doc)).toBe('Client');
  await studio.ask('DELETE', `/api/v1/projects/${project}/share-links/${link.body.id}`, { as: owner.cookie });
  await expect.poll(() => share.denials, { timeout: 5000 }).toContain('link-ended');

  const person = await studio.makePerson(owner, 'viewer', project);
  const client = connectTo(`project/${project}`, person.cookie);
  await synced(client);
  await studio.ask('POST', '/api/auth/sign-out', { as: person.cookie });
  await expect.poll(() => client.denials, { timeout: 5000 }).toContain('signed-out');
});

test('a snapshot keeps the project and lists it; the same again is nothing new', async () => {
  const project = await studio.makeProject(owner, 'Kept');
  const snapshots = `/api/v1/projects/${project}/snapshots`;
  const take = () => studio.ask('POST', snapshots, { body: { name: 'First cut' }, as: owner.cookie });
  const made = await take();
  expect(made.body).toMatchObject({ isUnchanged: false, snapshot: { name: 'First cut', authors: ['Olga'] } });
  expect((await take()).body).toMatchObject({ isUnchanged: true, snapshot: null });
  const listed = await studio.ask('GET', snapshots, { as: owner.cookie });
  expect(listed.list).toHaveLength(1);
  const { oid } = listed.list[0] as unknown as { oid: string };
  const manifest = await studio.ask('GET', `${snapshots}/${oid}/manifest`, { as: owner.cookie });
  expect(manifest.body).toMatchObject({ meta: { title: 'Kept' } });
});
