import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, startTestStudio, type TestPerson, type TestStudio } from '../testing/testStudio.ts';

let studio: TestStudio;
let owner: TestPerson;
let project: string;
const bytes = randomBytes(100_000);
const hash = createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  studio = await startTestStudio();
  owner = await studio.makeOwner();
  project = await studio.makeProject(owner);
  expect((await put(bytes, hash)).status).toBe(200);
});
afterAll(() => studio.stop());

function put(body: Buffer<ArrayBuffer>, name: string, type = 'video/mp4', into = project): Promise<Answer> {
  const headers = { authorization: `Bearer ${studio.serviceKey}`, 'content-type': type };
  return studio.ask('PUT', `/api/v1/blobs/${name}?project=${into}`, { raw: body, headers });
}
const get = (headers: Record<string, string> = {}, as = owner.cookie, method = 'GET') =>
  studio.ask(method, `/media/${hash}`, { as, headers });

test('a blob is served whole, for ever, and shown in place', async () => {
  const answer = await get();
  expect(answer.status).toBe(200);
  expect(answer.bytes.equals(bytes)).toBe(true);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': '100000',
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-disposition': 'inline',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
    etag: `"${hash}"`,
  });
});

test.each([
  ['bytes=0-99', 206, 0, 99],
  ['bytes=99990-', 206, 99_990, 99_999],
  ['bytes=-10', 206, 99_990, 99_999],
  ['bytes=500-999999', 206, 500, 99_999],
])('%s', async (range, status, first, last) => {
  const answer = await get({ range });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-range')).toBe(`bytes ${first}-${last}/100000`);
  expect(answer.headers.get('content-length')).toBe(String(last - first + 1));
  expect(answer.bytes.equals(bytes.subarray(first, last + 1))).toBe(true);
});

test('a range beyond the end is 416 with the size, and a malformed one is the whole', async () => {
  const beyond = await get({ range: 'bytes=100000-' });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */100000']);
  expect((await get({ range: 'bytes=7-3' })).bytes).toHaveLength(100_000);
});

test('HEAD tells the size, a known ETag is 304, and If-Range asks for the same bytes', async () => {
  const head = await get({}, owner.cookie, 'HEAD');
  expect([head.status, head.headers.get('content-length'), head.bytes.length]).toEqual([200, '100000', 0]);
  expect((await get({ 'if-none-match': `"${hash}"` })).status).toBe(304);
  expect((await get({ range: 'bytes=0-9', 'if-range': `"${hash}"` })).status).toBe(206);
  expect((await get({ range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
});

test('only members of a project that holds it, guests it was sent to, and services see a blob', async () => {
  const member = await studio.makePerson(owner, 'viewer', project);
  const stranger = await studio.makePerson(owner, 'editor');
  expect((await get({}, member.cookie)).status).toBe(200);
  expect((await get({}, stranger.cookie)).status).toBe(404);
  expect((await get({}, '')).status).toBe(401);
  expect((await get({ authorization: `Bearer ${studio.serviceKey}` }, '')).status).toBe(200);

  const body = { label: 'L', subjects: [randomUUID()] };
  const link = await studio.ask('POST', `/api/v1/projects/${project}/share-links`, { body, as: owner.cookie });
  const token = link.body.url.split('/').at(-1) ?? '';
  const guest = await studio.ask('POST', `/api/v1/share/${token}/enter`, { body: { name: 'Gus' } });
  expect((await get({}, guest.cookie)).status).toBe(404);
  await studio.database.kysely.insertInto('shared_blobs').values({ link_id: link.body.id, sha256: hash }).execute();
  expect((await get({}, guest.cookie)).status).toBe(200);
  await studio.ask('DELETE', `/api/v1/projects/${project}/share-links/${link.body.id}`, { as: owner.cookie });
  expect((await get({}, guest.cookie)).status).toBe(401);
});

test('what is no known medium is a download, never a page', async () => {
  const page = Buffer.from('<script>alert(1)</script>');
  const name = createHash('sha256').update(page).digest('hex');
  expect((await put(page, name, 'text/html')).status).toBe(200);
  const answer = await studio.ask('GET', `/media/${name}`, { as: owner.cookie });
  expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
});

test('a blob must have the hash that its address says, and a project that exists', async () => {
  const other = Buffer.from('other bytes');
  const wrong = await put(other, hash);
  expect([wrong.status, wrong.body.error.code]).toEqual([400, 'invalid']);
  const name = createHash('sha256').update(other).digest('hex');
  const lost = await put(other, name, 'video/mp4', randomUUID());
  expect([lost.status, lost.body.error.field]).toEqual([404, 'project']);
  const head = (sha256: string) =>
    studio.ask('HEAD', `/api/v1/blobs/${sha256}`, { headers: { authorization: `Bearer ${studio.serviceKey}` } });
  expect((await head(name)).status).toBe(404);
  const found = await head(hash);
  expect([found.status, found.headers.get('content-length')]).toEqual([200, '100000']);
});
