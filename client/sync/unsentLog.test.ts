import { beforeEach, expect, test } from 'vitest';
import { type CountStore, UnsentLog } from './unsentLog.ts';

let store: CountStore;

beforeEach(() => {
  const entries = new Map<string, string>();
  store = {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
    key: (index) => [...entries.keys()][index] ?? null,
    get length() {
      return entries.size;
    },
  };
});

test('counts edits and forgets them when they are acknowledged', () => {
  const log = new UnsentLog(store, 'mira/project/1', 'tab-a');
  log.add();
  log.add();
  expect(log.count).toBe(2);
  expect(log.clear()).toBe(2);
  expect(log.count).toBe(0);
  expect(store.length).toBe(0);
});

test('a reload carries what was not acknowledged, and clears it once it is', () => {
  new UnsentLog(store, 'mira/project/1', 'tab-a').add();
  const reloaded = new UnsentLog(store, 'mira/project/1', 'tab-b');
  reloaded.add();
  expect(reloaded.count).toBe(2);
  expect(reloaded.clear()).toBe(2);
  expect(new UnsentLog(store, 'mira/project/1', 'tab-c').count).toBe(0);
});

test('two tabs that see each other’s edits tell the same number, and it is gone when both have told it', () => {
  const [a, b] = ['tab-a', 'tab-b'].map((tab) => new UnsentLog(store, 'mira/project/1', tab));
  for (const log of [a, a, a, b, b]) log?.add();
  for (const log of [a, b]) log?.adopt();
  expect([a?.count, b?.count]).toEqual([5, 5]);
  expect([a?.clear(), b?.clear()]).toEqual([5, 5]);
  expect(store.length).toBe(0);
  expect(new UnsentLog(store, 'mira/project/1', 'tab-c').count).toBe(0);
});

test('what another tab did after it was last seen is still to be told', () => {
  const a = new UnsentLog(store, 'mira/project/1', 'tab-a');
  a.add();
  const b = new UnsentLog(store, 'mira/project/1', 'tab-b');
  a.add();
  expect(b.clear()).toBe(1);
  // The first tab crashes here: whoever opens next says that two may still be on their way.
  expect(new UnsentLog(store, 'mira/project/1', 'tab-c').count).toBe(2);
  expect(a.clear()).toBe(2);
});

test('another person and another document on this device have counts of their own', () => {
  new UnsentLog(store, 'mira/project/1', 'tab-a').add();
  expect(new UnsentLog(store, 'jonas/project/1', 'tab-a').count).toBe(0);
  expect(new UnsentLog(store, 'mira/project/10', 'tab-a').count).toBe(0);
});

test('a device that refuses to write still counts for as long as the page is open', () => {
  const full: CountStore = {
    ...store,
    length: 0,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  const log = new UnsentLog(full, 'mira/project/1', 'tab-a');
  log.add();
  expect(log.count).toBe(1);
});
