import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { stateFormatOf } from '@studio/shared/api';
import { addNodes, rootMap, startProject } from '@studio/shared/document';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Answer, startTestStudio, type TestPerson, type TestStudio } from '../testing/testStudio.ts';

let studio: TestStudio;
let owner: TestPerson;
beforeAll(async () => {
  studio = await startTestStudio();
  owner = await studio.makeOwner();
});
afterAll(() => studio.stop());

const stateOf = (project: string, headers: Record<string, string> = {}) =>
  studio.ask('GET', `/api/v1/projects/${project}/documents/project/state`, { as: owner.cookie, headers });

/** Puts nodes into a project's journal as another server would; returns the document that has them. */
async function journalNodes(project: string, nodes: number, doc = new Y.Doc()): Promise<Y.Doc> {
  const before = Y.encodeStateVector(doc);
  if (doc.store.clients.size === 0) startProject(doc, 'A film');
  const made = Array.from({ length: nodes }, (_, at) => ({
    id: randomUUID(),
    type: 'shot',
    position: { x: at, y: 0 },
  }));
  addNodes(doc, made);
  const update = Buffer.from(Y.encodeStateAsUpdate(doc, before));
  const author = { author_kind: 'member', author_id: owner.id };
  const row = { document: `project/${project}`, ...author, at: new Date(), update };
  await studio.database.kysely.insertInto('journal').values(row).execute();
  return doc;
}

function nodesIn(answer: Answer): number {
  const doc = new Y.Doc();
  const format = stateFormatOf(answer.headers.get('content-type'));
  if (!format) throw new Error(`No state: ${answer.status}`);
  (format === 'v2' ? Y.applyUpdateV2 : Y.applyUpdate)(doc, answer.bytes);
  return rootMap(doc, 'nodes').size;
}

/** The first answer with a state: the process that folds may take longer to start than an opener is made to wait. */
async function folded(project: string): Promise<Answer> {
  let answer = await stateOf(project);
  await expect.poll(async () => (answer = await stateOf(project)).status, { timeout: 8000 }).toBe(200);
  return answer;
}

test('a project that was never folded is folded for its openers, and kept by its version', async () => {
  const project = await studio.makeProject(owner);
  await journalNodes(project, 2000);
  const first = await folded(project);
  expect([first.status, nodesIn(first)]).toEqual([200, 2000]);
  const [etag, cache] = ['etag', 'cache-control'].map((name) => first.headers.get(name) ?? '');
  expect([cache, first.headers.get('content-encoding')]).toEqual(['private, no-cache', 'gzip']);
  const again = await stateOf(project, { 'if-none-match': etag ?? '' });
  expect([again.status, again.bytes.length]).toEqual([304, 0]);
});

test('what came after the fold is left to the socket, until it is long', async () => {
  const project = await studio.makeProject(owner);
  const doc = await journalNodes(project, 2000);
  const first = await folded(project);
  await journalNodes(project, 20, doc);
  const same = await stateOf(project, { 'if-none-match': first.headers.get('etag') ?? '' });
  expect(same.status).toBe(304);
  await journalNodes(project, 2000, doc);
  // Whoever asks is answered with what there is; the fold that it started serves the next.
  await expect.poll(async () => nodesIn(await stateOf(project)), { timeout: 8000 }).toBe(4020);
});

test('a small document has nothing worth fetching', async () => {
  const project = await studio.makeProject(owner);
  await journalNodes(project, 3);
  const answer = await stateOf(project);
  expect([answer.status, answer.bytes.length, answer.headers.get('etag')]).toEqual([204, 0, null]);
});

test('the wire carries it compressed, or plain to whoever cannot inflate', async () => {
  const project = await studio.makeProject(owner);
  await journalNodes(project, 2000);
  await folded(project);
  const compressed = await rawState(project, 'gzip, deflate, br');
  const overHttp = await rawState(project, 'gzip, deflate');
  const plain = await rawState(project, 'identity');
  expect([compressed, overHttp, plain].map(({ encoding }) => encoding)).toEqual(['br', 'gzip', undefined]);
  expect(brotliDecompressSync(compressed.bytes).equals(plain.bytes)).toBe(true);
  expect(gunzipSync(overHttp.bytes).equals(plain.bytes)).toBe(true);
  expect(compressed.bytes.length).toBeLessThan(overHttp.bytes.length);
  expect(overHttp.bytes.length).toBeLessThan(plain.bytes.length / 2);
});

// Fetch inflates by itself; here the bytes of the wire count.
function rawState(project: string, accepted: string): Promise<{ encoding: string | undefined; bytes: Buffer }> {
  const url = `${studio.base}/api/v1/projects/${project}/documents/project/state`;
  const headers = { cookie: owner.cookie, 'accept-encoding': accepted };
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ encoding: answer.headers['content-encoding'], bytes: Buffer.concat(chunks) }));
    });
    asked.on('error', reject).end();
  });
}

test.each(['document_states', 'sessions'] as const)(
  'while %s cannot be read, it is neither absent nor refused',
  async (table) => {
    const project = await studio.makeProject(owner);
    await journalNodes(project, 2000);
    await sql`alter table ${sql.table(table)} rename to hidden`.execute(studio.database.kysely);
    try {
      const answer = await stateOf(project);
      expect([answer.status, answer.body.error.code, answer.headers.get('retry-after')]).toEqual([
        503,
        'unavailable',
        '2',
      ]);
    } finally {
      await sql`alter table hidden rename to ${sql.table(table)}`.execute(studio.database.kysely);
    }
    expect(nodesIn(await folded(project))).toBe(2000);
  },
);

test('an archived project is not opened', async () => {
  const project = await studio.makeProject(owner);
  await studio.ask('PATCH', `/api/v1/projects/${project}`, { body: { isArchived: true }, as: owner.cookie });
  const answer = await stateOf(project);
  expect([answer.status, answer.body.error.code]).toEqual([409, 'conflict']);
});
