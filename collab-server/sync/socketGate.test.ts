import { randomUUID } from 'node:crypto';
import { rootMap } from '@studio/shared/document';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { useSyncServer } from './fixtures/useSyncServer.ts';
import { DEFAULT_LIMITS } from './limits.ts';

const bench = useSyncServer({
  limits: { person: { ...DEFAULT_LIMITS.person, messagesPerSecond: 50, messageBurst: 120 }, socketsPerPerson: 4 },
});
const soon = { timeout: 5000 };

function refusedWith(url: string, options: object): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, options);
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.on('open', () => reject(new Error('It was let in.')));
    socket.on('error', () => undefined);
  });
}

test('a page of another origin is refused, and so is another path', async () => {
  const { url } = bench.server();
  expect(await refusedWith(url, { origin: 'http://evil.test' })).toBe(403);
  expect(await refusedWith(url.replace('/collab', '/other'), {})).toBe(404);
});

test('a client too old is told so by its provider, as is one that names no version', async () => {
  for (const schema of ['0', '']) {
    const client = bench.open('ada', `project/${randomUUID()}`, { schema });
    await expect.poll(() => client.denials, soon).toEqual(['client-too-old']);
    expect(client.provider.isSynced).toBe(false);
    client.destroy();
  }
});

test('the job-runner needs neither Origin nor version', async () => {
  const runner = bench.open('service', `project/${randomUUID()}/ledger`, { schema: '', origin: '' });
  await expect.poll(() => runner.isSaved(), soon).toBe(true);
});

test('without an Origin a cookie speaks for nobody', async () => {
  const { identify } = bench.access;
  const cookies: (string | undefined)[] = [];
  bench.access.identify = (headers, token, document) => {
    cookies.push(headers.cookie);
    return identify(headers, token, document);
  };
  const open = (options: object) =>
    new Promise<WebSocket>((resolve) => {
      const socket = new WebSocket(`${bench.server().url}?schema=1`, {
        headers: { cookie: 'session=ada' },
        ...options,
      });
      socket.on('open', () => resolve(socket));
    });
  const name = `project/${randomUUID()}`;
  // A first frame of Hocuspocus: document, Auth, token.
  const auth = Buffer.from([name.length, ...Buffer.from(name), 2, 0, 0]);
  for (const options of [{ origin: 'http://studio.test' }, {}]) {
    const socket = await open(options);
    const expected = cookies.length + 1;
    socket.send(auth);
    await expect.poll(() => cookies.length, soon).toBe(expected);
    socket.terminate();
  }
  expect(cookies).toEqual(['session=ada', undefined]);
  bench.access.identify = identify;
});

test('names that are no document are refused', async () => {
  for (const name of ['../../etc/passwd', '__proto__', `project/${randomUUID()}/other`]) {
    const client = bench.open('ada', name);
    await expect.poll(() => client.denials.length + client.closes.length, soon).toBeGreaterThan(0);
    expect(client.denials).not.toContain('load-failed');
    expect(client.provider.isSynced).toBe(false);
    client.destroy();
  }
});

test('a flood ends the socket, and what it carried arrives after the client comes back', async () => {
  const name = `project/${randomUUID()}`;
  const client = bench.open('ada', name);
  await expect.poll(() => client.isSaved(), soon).toBe(true);
  for (let index = 0; index < 300; index += 1) rootMap(client.doc, 'meta').set('title', `Draft ${index}`);
  await expect.poll(() => client.closes.some((close) => close.reason === 'rate-limited'), soon).toBe(true);
  await expect.poll(() => client.isSaved(), soon).toBe(true);
  const reader = bench.open('ben', name);
  await expect.poll(() => rootMap(reader.doc, 'meta').get('title'), soon).toBe('Draft 299');
});

test('a new socket is no new allowance', async () => {
  const name = `project/${randomUUID()}`;
  const [one, other] = [bench.open('ben', name), bench.open('ben', name)];
  await expect.poll(() => one.isSaved() && other.isSaved(), soon).toBe(true);
  const edit = ({ doc }: typeof one) => {
    for (let index = 0; index < 70; index += 1) rootMap(doc, 'meta').set('title', `Draft ${index}`);
  };
  edit(one);
  await expect.poll(() => one.isSaved(), soon).toBe(true);
  expect(one.closes).toEqual([]);
  edit(other);
  await expect.poll(() => other.closes.some((close) => close.reason === 'rate-limited'), soon).toBe(true);
});

test('one person may have so many sockets and no more', async () => {
  const clients = [1, 2, 3, 4, 5].map(() => bench.open('ada', `project/${randomUUID()}`));
  await expect.poll(() => clients.filter((client) => client.isSaved()).length, soon).toBe(4);
  await expect.poll(() => clients.flatMap((client) => client.denials).includes('rate-limited'), soon).toBe(true);
});
