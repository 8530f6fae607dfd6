import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { JournalEntry, JournalStore } from '../journalStore.ts';
import { packState } from '../stateEncoding.ts';

/** What the suite asks of an implementation. */
export interface JournalUnderTest {
  store(): JournalStore;
  /** The keys that a project has in the outbox. */
  outboxOf(projectId: string): Promise<readonly string[]>;
}

function updateOf(value: number): Uint8Array {
  const doc = new Y.Doc();
  doc.getMap('meta').set('value', value);
  return Y.encodeStateAsUpdate(doc);
}

function entryOf(document: string, at: number, outbox: JournalEntry['outbox'] = []): JournalEntry {
  return { document, authorKind: 'member', authorId: 'ada', at, update: updateOf(at), outbox };
}

/** The tests that every journal passes: the one in PostgreSQL and the one that simulations run over. */
export function testJournal(name: string, journal: JournalUnderTest): void {
  testRows(name, journal);
  testLock(name, journal);
}

function testRows(name: string, { store, outboxOf }: JournalUnderTest): void {
  test(`${name}: what is appended is read in its order, and an absent document is empty`, async () => {
    const document = `project/${randomUUID()}`;
    expect(await store().read(document)).toEqual({ state: undefined, rows: [] });
    const entries = [1, 2, 3].map((at) => entryOf(document, at));
    await store().append(entries.slice(0, 2));
    await store().append(entries.slice(2));
    const { state, rows } = await store().read(document);
    expect(state).toBeUndefined();
    expect(rows.map((row) => [...row.update])).toEqual(entries.map((entry) => [...entry.update]));
    expect(rows.map((row) => row.id)).toEqual(rows.map((row) => row.id).toSorted((one, other) => one - other));
  });

  test(`${name}: outbox rows come with their entry, and once however often it comes`, async () => {
    const projectId = randomUUID();
    const document = `project/${projectId}`;
    const outbox = [{ projectId, kind: 'intent' as const, key: randomUUID(), payload: { a: 1 } }];
    await store().append([entryOf(document, 1, outbox)]);
    await store().append([entryOf(document, 1, outbox)]);
    expect(await outboxOf(projectId)).toEqual(outbox.map((row) => row.key));
    expect((await store().read(document)).rows).toHaveLength(2);
  });

  test(`${name}: marks count the rows that have settled, and rows between two are found`, async () => {
    const document = `project/${randomUUID()}`;
    const nothing = (await store().readMarks([document], 9)).get(document);
    expect(nothing).toEqual({ newestId: 0, rows: 0, foldedAt: 0 });
    for (const at of [1, 2, 3]) await store().append([entryOf(document, at)]);
    const { rows } = await store().read(document);
    const [first, second] = rows;
    const mark = (await store().readMarks([document], 2)).get(document);
    expect(mark).toEqual({ newestId: second?.id, rows: 2, foldedAt: 0 });
    const between = await store().readBetween(document, first?.id ?? 0, second?.id ?? 0);
    expect(between.map((update) => [...update])).toEqual([[...(second?.update ?? [])]]);
  });
}

function testLock(name: string, { store }: JournalUnderTest): void {
  test(`${name}: a state takes the place of the rows it was folded from, and of no later one`, async () => {
    const document = `project/${randomUUID()}`;
    await store().append([entryOf(document, 1)]);
    const doc = new Y.Doc();
    doc.getMap('meta').set('folded', true);
    const state = Y.encodeStateAsUpdateV2(doc);
    await store().withLock(document, async (locked) => {
      const { rows } = await locked.read();
      await store().append([entryOf(document, 2)]);
      const ids = rows.map((row) => row.id);
      await locked.replaceByState(packState(state), ids, 5);
    });
    const stored = await store().read(document);
    expect([...(stored.state?.update ?? [])]).toEqual([...state]);
    expect(stored.rows).toHaveLength(1);
    expect((await store().readMarks([document], 9)).get(document)?.foldedAt).toBe(5);
  });

  test(`${name}: what was done under a lock is undone when it fails, and the lock is free again`, async () => {
    const document = `project/${randomUUID()}`;
    const failing = store().withLock(document, async (locked) => {
      await locked.append(updateOf(1), 1);
      throw new Error('stopped half-way');
    });
    await expect(failing).rejects.toThrow('stopped half-way');
    expect((await store().read(document)).rows).toEqual([]);
    await store().withLock(document, (locked) => locked.append(updateOf(2), 2));
    expect((await store().read(document)).rows).toHaveLength(1);
  });

  test(`${name}: one at a time has a document's lock`, async () => {
    const document = `project/${randomUUID()}`;
    const order: string[] = [];
    const hold = (holder: string) =>
      store().withLock(document, async (locked) => {
        order.push(`${holder} begins`);
        await locked.read();
        order.push(`${holder} ends`);
      });
    await Promise.all([hold('one'), hold('other')]);
    const [first] = order[0]?.split(' ') ?? [];
    expect(order[1]).toBe(`${first} ends`);
  });
}
