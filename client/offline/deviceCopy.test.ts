import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { CopyDatabase, removeDatabase } from './copyDatabase.ts';
import { type CopyReports, DeviceCopy } from './deviceCopy.ts';

let name = '';
let count = 0;
const open: DeviceCopy[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const copy of open.splice(0)) await copy.close();
});

function newName(): string {
  count += 1;
  name = `studio/mira/project/${count}`;
  return name;
}

async function openCopy(reports: Partial<CopyReports> = {}) {
  const doc = new Y.Doc();
  const silent = { onChange: () => undefined, onOtherTab: () => undefined, onUnreadable: () => undefined };
  const copy = new DeviceCopy(doc, name, { ...silent, ...reports });
  open.push(copy);
  await copy.whenRead;
  return { doc, copy, words: doc.getMap<string>('words') };
}

/** From now on, until it is called off, the device takes no row. */
function fillDevice(): { free(): void } {
  const full = new DOMException('Encountered full disk', 'QuotaExceededError');
  const refusals = [vi.spyOn(CopyDatabase.prototype, 'append'), vi.spyOn(CopyDatabase.prototype, 'fold')];
  for (const refusal of refusals) refusal.mockRejectedValue(full);
  return { free: () => refusals.forEach((refusal) => refusal.mockRestore()) };
}

async function rows(): Promise<readonly Uint8Array[]> {
  const database = await CopyDatabase.open(name);
  const { updates } = await database.read(0);
  database.close();
  return updates;
}

test('what was written is there when the document is opened again', async () => {
  newName();
  const first = await openCopy();
  first.words.set('a', '1');
  first.words.set('b', '2');
  expect(await first.copy.flush()).toBe(true);
  const again = await openCopy();
  expect(again.words.toJSON()).toEqual({ a: '1', b: '2' });
});

test('opening writes nothing', async () => {
  newName();
  const { copy } = await openCopy();
  await copy.flush();
  expect(await rows()).toHaveLength(0);
});

test('many edits become one row', async () => {
  newName();
  const { copy, words } = await openCopy();
  for (let edit = 0; edit < 700; edit += 1) {
    words.set('a', String(edit));
    await copy.flush();
  }
  expect((await rows()).length).toBeLessThan(302);
  expect((await openCopy()).words.get('a')).toBe('699');
});

test('a copy that y-indexeddb made is read, and the other way round', async () => {
  const doc = new Y.Doc();
  const theirs = new IndexeddbPersistence(newName(), doc);
  await theirs.whenSynced;
  doc.getMap('words').set('a', 'theirs');
  await theirs.destroy();
  const ours = await openCopy();
  expect(ours.words.get('a')).toBe('theirs');
  ours.words.set('a', 'ours');
  await ours.copy.close();
  const back = new Y.Doc();
  const read = new IndexeddbPersistence(name, back);
  await read.whenSynced;
  expect(back.getMap('words').get('a')).toBe('ours');
  await read.destroy();
});

test('a full device is told at once, and everything it refused is written when there is room again', async () => {
  newName();
  const { copy, words } = await openCopy();
  const device = fillDevice();
  words.set('a', 'refused');
  expect(await copy.flush()).toBe(false);
  expect(copy.state).toBe('full');
  words.set('b', 'refused too');
  await copy.flush();
  device.free();
  expect(await copy.flush()).toBe(true);
  expect(copy.state).toBe('kept');
  expect((await openCopy()).words.toJSON()).toEqual({ a: 'refused', b: 'refused too' });
});

test('what a full device refused outlives the closing of the document in this tab', async () => {
  newName();
  const first = await openCopy();
  const device = fillDevice();
  first.words.set('a', 'refused');
  await first.copy.close();
  device.free();
  const again = await openCopy();
  expect(again.words.get('a')).toBe('refused');
  expect(await again.copy.flush()).toBe(true);
  expect(await rows()).toHaveLength(1);
});

test('a browser without a database keeps the page working and says so', async () => {
  newName();
  vi.spyOn(CopyDatabase, 'open').mockRejectedValue(new DOMException('refused', 'InvalidStateError'));
  const { copy, words } = await openCopy();
  words.set('a', '1');
  expect(await copy.flush()).toBe(false);
  expect(copy.state).toBe('unavailable');
});

test('rows that nobody can read are set aside; the rest is opened', async () => {
  newName();
  const first = await openCopy();
  first.words.set('a', '1');
  await first.copy.close();
  const broken = Uint8Array.of(1, 200, 3, 9);
  const database = await CopyDatabase.open(name);
  await database.append(broken);
  database.close();
  const unreadable: Uint8Array[] = [];
  const again = await openCopy({ onUnreadable: (found) => unreadable.push(...found) });
  expect(unreadable).toEqual([broken]);
  expect(again.words.toJSON()).toEqual({ a: '1' });
  await again.copy.flush();
  expect(await rows()).toHaveLength(1);
});

test('two tabs write to one copy, and each takes in what the other wrote', async () => {
  newName();
  const tabs = await Promise.all([openCopy(), openCopy()]);
  const [one, other] = tabs;
  for (let edit = 0; edit < 400; edit += 1) {
    one.words.set(`one ${edit}`, 'x');
    other.words.set(`other ${edit}`, 'y');
    if (edit % 50 === 0) await Promise.all(tabs.map(({ copy }) => copy.flush()));
  }
  await Promise.all(tabs.map(({ copy }) => copy.flush()));
  await one.copy.refresh();
  expect(one.words.size).toBe(800);
  expect(other.doc.clientID).not.toBe(one.doc.clientID);
  expect((await openCopy()).words.size).toBe(800);
});

test('a tab is told when another one has written', async () => {
  newName();
  const told = vi.fn<() => void>();
  await openCopy({ onOtherTab: told });
  (await openCopy()).words.set('a', '1');
  await expect.poll(() => told.mock.calls.length).toBeGreaterThan(0);
});

test('a copy that was removed under an open document comes back whole with its next edit', async () => {
  newName();
  const { copy, words } = await openCopy();
  words.set('a', '1');
  await copy.flush();
  await removeDatabase(name);
  words.set('b', '2');
  expect(await copy.flush()).toBe(true);
  expect((await openCopy()).words.toJSON()).toEqual({ a: '1', b: '2' });
});
