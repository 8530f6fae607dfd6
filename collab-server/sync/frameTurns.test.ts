import { randomUUID } from 'node:crypto';
import { rootMap, SCHEMA_VERSION } from '@studio/shared/document';
import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { createJournalWriter } from '../storage/journalWriter.ts';
import { createPostgresJournal } from '../storage/postgresJournal.ts';
import { useSyncServer } from './fixtures/useSyncServer.ts';
import { readAnswer, writeFrame } from './fixtures/frames.ts';
import { openRawSocket } from './fixtures/rawSocket.ts';
import { FrameTurns } from './frameTurns.ts';
import { readEdit } from './wire.ts';

const bench = useSyncServer();
const soon = { timeout: 8000 };
const ADDRESS = 'project/1';

function follow(): { readonly turns: FrameTurns; readonly handed: [frame: Uint8Array, edits: number][] } {
  const handed: [Uint8Array, number][] = [];
  return { turns: new FrameTurns((frame, edits) => handed.push([frame, edits])), handed };
}

function editsOf(doc: Y.Doc, count: number, address = ADDRESS, root = 'meta'): Uint8Array[] {
  const edits: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => edits.push(writeFrame(address, 0, 2, update)));
  for (let index = 0; index < count; index += 1) doc.getMap(root).set(`key-${index}`, index);
  return edits;
}

function finishAll({ turns, handed }: ReturnType<typeof follow>): void {
  for (const [frame] of handed) turns.finish(frame);
}

test('edits that come during a commit go on as one, which holds the same', () => {
  const followed = follow();
  const doc = new Y.Doc();
  for (const edit of editsOf(doc, 30)) followed.turns.take(edit);
  expect(followed.handed.map(([, edits]) => edits)).toEqual([1]);
  finishAll(followed);
  expect(followed.handed.map(([, edits]) => edits)).toEqual([1, 29]);
  const other = new Y.Doc();
  for (const [frame] of followed.handed) Y.applyUpdate(other, readEdit(frame) ?? new Uint8Array());
  expect(other.getMap('meta').toJSON()).toEqual(doc.getMap('meta').toJSON());
});

test('nothing overtakes: what is no edit goes alone, in its place', () => {
  const followed = follow();
  const [first, second, third, fourth] = editsOf(new Y.Doc(), 4) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const question = writeFrame(ADDRESS, 0, 0, Uint8Array.of(0));
  for (const frame of [first, second, third, question, fourth]) followed.turns.take(frame);
  finishAll(followed);
  expect(followed.handed.map(([, edits]) => edits)).toEqual([1, 2, 1, 1]);
  expect([followed.handed[2]?.[0], followed.handed[3]?.[0]]).toEqual([question, fourth]);
});

test('edits with one among them that is none go on one by one, so that only that one is refused', () => {
  const followed = follow();
  const [first, second, third] = editsOf(new Y.Doc(), 3) as [Uint8Array, Uint8Array, Uint8Array];
  const broken = writeFrame(ADDRESS, 0, 2, Uint8Array.of(1, 1, 200, 3, 3));
  for (const frame of [first, second, broken, third]) followed.turns.take(frame);
  finishAll(followed);
  expect(followed.handed).toEqual([first, second, broken, third].map((frame) => [frame, 1]));
});

test('a burst is not merged without bounds', () => {
  const followed = follow();
  for (const edit of editsOf(new Y.Doc(), 251)) followed.turns.take(edit);
  finishAll(followed);
  expect(followed.handed.map(([, edits]) => edits)).toEqual([1, 100, 100, 50]);
});

test('who writes fast waits for few commits however slow they are, and every edit is acknowledged', async () => {
  const honest = createJournalWriter({ store: createPostgresJournal(bench.database()), clock: Date.now });
  let commits = 0;
  const server = await bench.startServer({
    journal: {
      ...honest,
      append: async (entry) => {
        commits += 1;
        await new Promise((resolve) => setTimeout(resolve, 100));
        await honest.append(entry);
      },
    },
  });
  const name = `project/${randomUUID()}`;
  const [ada, ben] = [bench.open('ada', name, {}, server), bench.open('ben', name, {}, server)];
  await expect.poll(() => ada.isSaved() && ben.isSaved(), soon).toBe(true);
  const before = commits;
  for (let index = 0; index < 60; index += 1) rootMap(ada.doc, 'meta').set('title', `Draft ${index}`);
  expect(ada.provider.unsyncedChanges).toBe(60);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  expect(commits - before).toBeLessThanOrEqual(4);
  await expect.poll(() => rootMap(ben.doc, 'meta').get('title'), soon).toBe('Draft 59');
});

test('what edits that were refused would have been told is not told to who comes after them on the same socket', async () => {
  const honest = createJournalWriter({ store: createPostgresJournal(bench.database()), clock: Date.now });
  const server = await bench.startServer({
    journal: {
      ...honest,
      append: async (entry) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await honest.append(entry);
      },
    },
  });
  const address = `project/${randomUUID()}`;
  const socket = openRawSocket(`${server.url}?schema=${SCHEMA_VERSION}`);
  onTestFinished(() => socket.close());
  await socket.opened();
  const words = () => socket.frames.map((frame) => readAnswer(frame)).map(({ word, text }) => `${word} ${text}`.trim());
  const signIn = async (times: number) => {
    socket.send(writeFrame(address, 2, 0, 'ada'));
    socket.send(writeFrame(address, 0, 0, Uint8Array.of(0)));
    await expect.poll(() => words().filter((word) => word === 'asks').length, soon).toBe(times);
  };
  await signIn(1);
  const [first, ...others] = editsOf(new Y.Doc(), 3, address);
  const stranger = editsOf(new Y.Doc(), 1, address, 'no such root');
  for (const edit of [first, ...others, ...stranger]) socket.send(edit ?? new Uint8Array());
  await expect.poll(words, soon).toContain('denied invalid');
  const before = words().length;
  await signIn(2);
  for (const edit of editsOf(new Y.Doc(), 1, address)) socket.send(edit);
  const statuses = () =>
    words()
      .slice(before)
      .filter((word) => word.startsWith('status'));
  await expect.poll(statuses, soon).toEqual(['status stored']);
  await socket.drained();
  expect(statuses()).toEqual(['status stored']);
});
