import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { openDocument } from '@studio/infra/testing';
import {
  addNode,
  addTakes,
  type ProjectManifest,
  projectManifest,
  readRows,
  readTake,
  rootMap,
  type TakeRow,
} from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Ask, startTestStudio, type TestPerson, type TestStudio } from '../testing/testStudio.ts';

let studio: TestStudio;
let owner: TestPerson;
let source: string;
const shotId = randomUUID();
const picture = randomBytes(2000);
const pictureHash = createHash('sha256').update(picture).digest('hex');
const film = randomBytes(3000);
const filmHash = createHash('sha256').update(film).digest('hex');

beforeAll(async () => {
  studio = await startTestStudio();
  owner = await studio.makeOwner();
  source = await studio.makeProject(owner, 'Lighthouse');
  const headers = { authorization: `Bearer ${studio.serviceKey}` };
  for (const [hash, bytes, type] of [
    [pictureHash, picture, 'image/png'],
    [filmHash, film, 'video/mp4'],
  ] as const) {
    const put = { raw: bytes, headers: { ...headers, 'content-type': type } };
    expect((await studio.ask('PUT', `/api/v1/blobs/${hash}?project=${source}`, put)).status).toBe(200);
  }
  const ledger = await openDocument(studio.base, `project/${source}/ledger`, studio.serviceKey);
  unwrap(addTakes(ledger.doc, [take()]));
  await ledger.saved();
  ledger.close();
});
afterAll(() => studio.stop());

function take(): TakeRow {
  const media = { sha256: filmHash, mime: 'video/mp4', bytes: film.length };
  const thumbnail = { sha256: pictureHash, mime: 'image/png', bytes: picture.length };
  const size = { width: 320, height: 180, frames: 24, rate: { num: 24, den: 1 } };
  const names = { id: 'i.0', intentId: 'i', nodeId: shotId, slotId: shotId, name: 'Take 1', version: 1, number: 1 };
  const rest = { hasAudio: false, filmstrip: null, waveform: null, quality: 'low', notice: '', recipe: null } as const;
  return { ...names, ...size, ...rest, kind: 'video', media, thumbnail, madeBy: { id: 'x', name: 'X' }, madeAt: 1 };
}

function manifest(): ProjectManifest {
  const doc = new Y.Doc();
  unwrap(addNode(doc, { id: shotId, type: 'shot', position: { x: 1, y: 2 }, fields: { name: 'Shot 010' } }));
  const look = { id: randomUUID(), type: 'character', position: { x: 0, y: 0 }, fields: { reference: pictureHash } };
  unwrap(addNode(doc, look));
  return projectManifest(doc);
}

async function copy(as: TestPerson, more: object = {}) {
  const body = { title: 'My own', manifest: manifest(), fromProjectId: source, ...more };
  const answer = await studio.ask('POST', '/api/v1/projects/copies', { body, as: as.cookie });
  const made = answer.body as unknown as { project: { id: string; role: string }; takes: number };
  return { status: answer.status, body: answer.body, made, id: made.project?.id ?? '' };
}
const media = (hash: string, ask: Ask) => studio.ask('GET', `/media/${hash}`, ask);

test('who may read the project copies it with its Takes and media, and owns the copy', async () => {
  const artist = await studio.makePerson(owner, 'editor', source);
  const body = { role: 'viewer' };
  await studio.ask('PUT', `/api/v1/projects/${source}/members/${artist.id}`, { body, as: owner.cookie });
  const { status, made, id } = await copy(artist);
  expect(status).toBe(201);
  expect(made).toMatchObject({ takes: 1, mediaLeftBehind: 0, project: { title: 'My own', role: 'owner' } });
  const project = await openDocument(studio.base, `project/${id}`, studio.serviceKey);
  expect(projectManifest(project.doc).nodes[shotId]?.fields['name']).toBe('Shot 010');
  expect(projectManifest(project.doc).meta.title).toBe('My own');
  project.close();
  const ledger = await openDocument(studio.base, `project/${id}/ledger`, studio.serviceKey);
  expect([...readRows(rootMap(ledger.doc, 'takes'), readTake).keys()]).toEqual(['i.0']);
  ledger.close();
  await studio.ask('DELETE', `/api/v1/projects/${source}/members/${artist.id}`, { as: owner.cookie });
  // In their own project now: no member of it could be kept from what they had.
  expect((await media(filmHash, { as: artist.cookie })).status).toBe(200);
});

test('who may not read the project gets neither Takes nor media, and is not told which there are', async () => {
  const stranger = await studio.makePerson(owner, 'editor');
  const { status, made } = await copy(stranger);
  expect(status).toBe(201);
  expect(made).toMatchObject({ takes: 0, mediaLeftBehind: 1 });
  expect((await media(pictureHash, { as: stranger.cookie })).status).toBe(404);
  expect((await media(filmHash, { as: stranger.cookie })).status).toBe(404);
});

test.each([
  ['a manifest of a newer schema', { manifest: { ...manifest(), schemaVersion: 99 } }],
  ['keys that objects inherit from', { manifest: { ...manifest(), markers: { constructor: 1 } } }],
  ['a manifest without nodes', { manifest: { schemaVersion: 1, meta: { title: 'A film' } } }],
])('%s is refused, and no project is made', async (_what, more) => {
  const before = await studio.ask('GET', '/api/v1/projects', { as: owner.cookie });
  const { status, body } = await copy(owner, more);
  expect([status, body.error.code]).toEqual([400, 'invalid']);
  const after = await studio.ask('GET', '/api/v1/projects', { as: owner.cookie });
  expect(after.list.length).toBe(before.list.length);
});
