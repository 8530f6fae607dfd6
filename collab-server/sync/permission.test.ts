import { randomUUID } from 'node:crypto';
import { rootMap } from '@studio/shared/document';
import { expect, test } from 'vitest';
import { useSyncServer } from './fixtures/useSyncServer.ts';

const bench = useSyncServer();
const soon = { timeout: 5000 };
const atOnce = { timeout: 1000, interval: 20 };

test("a viewer's write is refused and told, and nobody else ever sees it", async () => {
  const name = `project/${randomUUID()}`;
  bench.access.readOnly.add('ben');
  const editor = bench.open('ada', name);
  const viewer = bench.open('ben', name);
  await expect.poll(() => editor.isSaved() && viewer.isSaved(), soon).toBe(true);
  expect([editor.scopes, viewer.scopes]).toEqual([['read-write'], ['readonly']]);
  rootMap(viewer.doc, 'meta').set('title', 'Mine now');
  await expect.poll(() => viewer.denials, soon).toEqual(['read-only']);
  rootMap(editor.doc, 'meta').set('logline', 'later');
  await expect.poll(() => rootMap(viewer.doc, 'meta').get('logline'), soon).toBe('later');
  expect(rootMap(editor.doc, 'meta').has('title')).toBe(false);
  expect((await bench.journalOf(name)).map((row) => row.author_id)).toEqual(['ada']);
  expect(viewer.isSaved()).toBe(false);
});

test('a role that is lost holds at once on the live connection, and one that is given too', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name);
  const ben = bench.open('ben', name);
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  bench.access.readOnly.add('ben');
  bench.access.change({ personId: 'ben' });
  rootMap(ben.doc, 'meta').set('title', 'too late');
  await expect.poll(() => ben.scopes, atOnce).toEqual(['read-write', 'readonly']);
  await expect.poll(() => ben.denials, atOnce).toEqual(['read-only']);
  expect(await bench.journalOf(name)).toEqual([]);
  bench.access.readOnly.delete('ben');
  bench.access.change({ projectId: name.slice('project/'.length) });
  await expect.poll(() => ben.scopes.at(-1), atOnce).toBe('read-write');
  ben.provider.forceSync();
  await expect.poll(() => rootMap(ada.doc, 'meta').get('title'), soon).toBe('too late');
});

test('losing membership ends the live document with the reason, and it cannot be opened again', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name);
  const ben = bench.open('ben', name);
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  bench.access.denied.set('ben', 'not-a-member');
  bench.access.change({ personId: 'ben' });
  await expect.poll(() => ben.denials, atOnce).toEqual(['not-a-member']);
  await expect.poll(() => ben.closes.map((close) => close.reason), atOnce).toEqual(['not-a-member']);
  rootMap(ada.doc, 'meta').set('title', 'for members');
  rootMap(ben.doc, 'meta').set('title', 'from outside');
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  expect(rootMap(ben.doc, 'meta').get('title')).toBe('from outside');
  expect((await bench.journalOf(name)).map((row) => row.author_id)).toEqual(['ada']);
  const again = bench.open('ben', name);
  await expect.poll(() => again.denials, soon).toEqual(['not-a-member']);
});

test('a connection that was authorised before a change asks again before its first message', async () => {
  const name = `project/${randomUUID()}`;
  const { authorise } = bench.access;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isAsked = false;
  bench.access.authorise = async (identity, document) => {
    const answer = await authorise(identity, document);
    bench.access.authorise = authorise;
    isAsked = true;
    await released;
    return answer;
  };
  const ben = bench.open('ben', name);
  await expect.poll(() => isAsked, soon).toBe(true);
  bench.access.denied.set('ben', 'not-a-member');
  bench.access.change({ personId: 'ben' });
  rootMap(ben.doc, 'meta').set('title', 'between');
  release();
  await expect.poll(() => ben.denials, soon).toEqual(['not-a-member']);
  expect(await bench.journalOf(name)).toEqual([]);
});

test('closeFor ends the documents of a project and no others', async () => {
  const [closed, kept] = [randomUUID(), randomUUID()];
  const gone = bench.open('ada', `project/${closed}/ledger`);
  const stays = bench.open('ada', `project/${kept}`);
  await expect.poll(() => gone.isSaved() && stays.isSaved(), soon).toBe(true);
  bench.server().sync.closeFor({ projectId: closed }, 'archived');
  await expect.poll(() => gone.denials, atOnce).toEqual(['archived']);
  rootMap(stays.doc, 'meta').set('title', 'still here');
  await expect.poll(() => stays.isSaved(), soon).toBe(true);
});

test('a second change while the first is being asked about holds too, though nobody says a word', async () => {
  const ben = bench.open('ben', `project/${randomUUID()}`);
  await expect.poll(() => ben.isSaved(), soon).toBe(true);
  const { authorise } = bench.access;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  bench.access.authorise = async (identity, document) => {
    const answer = await authorise(identity, document);
    await released;
    return answer;
  };
  bench.access.change({ personId: 'ben' });
  bench.access.denied.set('ben', 'not-a-member');
  bench.access.change({ personId: 'ben' });
  bench.access.change({ personId: 'somebody else' });
  release();
  await expect.poll(() => ben.denials, atOnce).toEqual(['not-a-member']);
  bench.access.authorise = authorise;
});

test('when access cannot be asked the client comes back by itself, and the server goes on', async () => {
  const { authorise } = bench.access;
  bench.access.authorise = async () => {
    bench.access.authorise = authorise;
    throw new Error('The database is away.');
  };
  const ben = bench.open('ben', `project/${randomUUID()}`);
  await expect.poll(() => ben.denials, soon).toEqual(['load-failed']);
  await expect.poll(() => ben.isSaved(), soon).toBe(true);
  bench.access.authorise = async () => {
    bench.access.authorise = authorise;
    throw new Error('The database is away again.');
  };
  bench.access.change({ personId: 'ben' });
  await expect.poll(() => ben.closes.map((close) => close.reason), soon).toContain('load-failed');
  await expect.poll(() => ben.isSaved(), soon).toBe(true);
});

test('access that ends by time is noticed without being told', async () => {
  const sweeping = await bench.startServer({ limits: { recheckIntervalMs: 50 } });
  const ben = bench.open('ben', `project/${randomUUID()}`, {}, sweeping);
  await expect.poll(() => ben.isSaved(), soon).toBe(true);
  bench.access.denied.set('ben', 'signed-out');
  await expect.poll(() => ben.denials, soon).toEqual(['signed-out']);
});

test('an answer from before a change, on its way while the change takes hold, does not undo it', async () => {
  const sweeping = await bench.startServer({ limits: { recheckIntervalMs: 50 } });
  const ben = bench.open('ben', `project/${randomUUID()}`, {}, sweeping);
  await expect.poll(() => ben.isSaved(), soon).toBe(true);
  const { authorise } = bench.access;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isAsked = false;
  bench.access.authorise = async (identity, document) => {
    const answer = await authorise(identity, document);
    bench.access.authorise = authorise;
    isAsked = true;
    await released;
    return answer;
  };
  await expect.poll(() => isAsked, soon).toBe(true);
  bench.access.readOnly.add('ben');
  bench.access.change({ personId: 'ben' });
  await expect.poll(() => ben.scopes.at(-1), atOnce).toBe('readonly');
  release();
  rootMap(ben.doc, 'meta').set('title', 'too late');
  await expect.poll(() => ben.denials, soon).toEqual(['read-only']);
  expect(ben.scopes).toEqual(['read-write', 'readonly']);
});
