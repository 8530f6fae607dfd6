import { expect, test } from 'vitest';
import { type JournalEntry, UnstorableValue } from './journalStore.ts';
import { createJournalWriter } from './journalWriter.ts';

function entryOf(document: string): JournalEntry {
  return { document, authorKind: 'member', authorId: 'ada', at: 0, update: Uint8Array.of(1), outbox: [] };
}

/** A store whose commits end when they are told to. */
function heldStore() {
  const commits: { readonly documents: string[]; end(error?: Error): void }[] = [];
  const append = (entries: readonly JournalEntry[]) =>
    new Promise<void>((resolve, reject) => {
      const end = (error?: Error) => (error ? reject(error) : resolve());
      commits.push({ documents: entries.map((entry) => entry.document), end });
    });
  return { commits, append, documents: () => commits.map((commit) => commit.documents) };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('a commit begins at once, a second beside it, and what comes then goes together', async () => {
  const store = heldStore();
  const writer = createJournalWriter({ store, clock: () => 0 });
  const stored: string[] = [];
  const append = (name: string) => void writer.append(entryOf(name)).then(() => stored.push(name));
  for (const name of ['a', 'b']) append(name);
  await turn();
  for (const name of ['c', 'd', 'e', 'f']) {
    append(name);
    await turn();
  }
  expect(store.documents()).toEqual([['a', 'b'], ['c']]);
  store.commits[1]?.end();
  await turn();
  expect(stored).toEqual(['c']);
  expect(store.documents()).toEqual([['a', 'b'], ['c'], ['d', 'e', 'f']]);
  for (const commit of store.commits) commit.end();
  await writer.settle();
  expect(stored.sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('one that can never be stored is refused alone', async () => {
  const writer = createJournalWriter({
    clock: () => 0,
    store: {
      append: async (entries) => {
        if (entries.some((entry) => entry.document === 'bad')) throw new UnstorableValue(new Error('22P05'));
      },
    },
  });
  const outcomes = await Promise.allSettled(['good', 'bad', 'fine'].map((name) => writer.append(entryOf(name))));
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('a commit that takes too long counts as not stored, and the writer goes on', async () => {
  const store = heldStore();
  const writer = createJournalWriter({ store, clock: () => 0, timeoutMs: 20 });
  await expect(writer.append(entryOf('a'))).rejects.toThrow('did not answer within 20 ms');
  const next = writer.append(entryOf('b'));
  await turn();
  store.commits[1]?.end();
  await next;
  await writer.settle();
});
