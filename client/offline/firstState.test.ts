import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { CopyDatabase } from './copyDatabase.ts';
import { DeviceCopy, type FindFirstState } from './deviceCopy.ts';

let name = '';
let count = 0;
const open: DeviceCopy[] = [];
beforeEach(() => {
  count += 1;
  name = `studio/mira/project/first-${count}`;
});
afterEach(async () => {
  for (const copy of open.splice(0)) await copy.close();
});

async function openCopy(findFirstState?: FindFirstState, doc = new Y.Doc()) {
  const reports = { onChange: () => undefined, onOtherTab: () => undefined, onUnreadable: () => undefined };
  const copy = new DeviceCopy(doc, name, reports, findFirstState);
  open.push(copy);
  await copy.whenRead;
  return { copy, words: doc.getMap<string>('words') };
}

/** A state that the server has. */
function stateWith(words: { readonly [word: string]: string }, format: 'v1' | 'v2' = 'v2') {
  const doc = new Y.Doc();
  for (const [word, value] of Object.entries(words)) doc.getMap('words').set(word, value);
  const update = format === 'v2' ? Y.encodeStateAsUpdateV2(doc) : Y.encodeStateAsUpdate(doc);
  return vi.fn<FindFirstState>(async () => ({ update, format }));
}

async function rows(): Promise<readonly Uint8Array[]> {
  const database = await CopyDatabase.open(name);
  const { updates } = await database.read(0);
  database.close();
  return updates;
}

test.each(['v1', 'v2'] as const)(
  'an empty device begins with the state of the server (%s), kept as one row',
  async (format) => {
    const { copy, words } = await openCopy(stateWith({ a: '1', b: '2' }, format));
    expect(words.toJSON()).toEqual({ a: '1', b: '2' });
    expect(await copy.flush()).toBe(true);
    expect(await rows()).toHaveLength(1);
    const again = stateWith({});
    expect((await openCopy(again)).words.toJSON()).toEqual({ a: '1', b: '2' });
    expect(again).not.toHaveBeenCalled();
  },
);

test('nobody hears the first state as an update, and everybody every edit after it', async () => {
  const doc = new Y.Doc();
  const heard: string[][] = [];
  doc.on('update', () => heard.push([...doc.getMap('words').keys()]));
  const { words } = await openCopy(stateWith({ a: '1' }), doc);
  expect(heard).toEqual([]);
  words.set('b', '2');
  expect(heard).toEqual([['a', 'b']]);
});

test('an edit made at once is on the device with all that it builds on', async () => {
  const { copy, words } = await openCopy(stateWith({ a: '1' }));
  words.set('a', 'changed');
  expect(await copy.flush()).toBe(true);
  expect((await openCopy()).words.get('a')).toBe('changed');
});

test.each([
  ['no answer', async () => undefined],
  ['an answer that nobody can read', async () => ({ update: Uint8Array.of(9, 200, 1), format: 'v2' as const })],
])('with %s the document opens empty, and works', async (_what, find) => {
  const { copy, words } = await openCopy(find);
  expect(words.size).toBe(0);
  words.set('a', '1');
  expect(await copy.flush()).toBe(true);
  expect((await openCopy()).words.get('a')).toBe('1');
});
