import type { OwnWrite } from '@studio/shared/document';
import { expect, test } from 'vitest';
import type { CountStore } from '../unsentLog.ts';
import { forgetOwnWrites, OwnWriteLog } from './ownWriteLog.ts';
import { memoryStore } from './testing/apartPeer.ts';

const WRITE: OwnWrite = {
  place: { root: 'nodes', row: 'n', field: 'seconds' },
  value: 4,
  isRemoval: false,
  stamp: { client: 7, clock: 3 },
};

test('what is kept is read by the next visit, and by nobody else', () => {
  const store = memoryStore();
  new OwnWriteLog(store, 'mira/project/1').put('a', { kind: 'write', write: WRITE });
  expect([...new OwnWriteLog(store, 'mira/project/1').read()]).toEqual([['a', { kind: 'write', write: WRITE }]]);
  expect(new OwnWriteLog(store, 'jonas/project/1').read().size).toBe(0);
  expect(new OwnWriteLog(store, 'mira/project/10').read().size).toBe(0);
});

test('nothing of a document stays once its copy goes from the device', () => {
  const store = memoryStore();
  const log = new OwnWriteLog(store, 'mira/project/1');
  log.addClient(7);
  log.put('a', { kind: 'write', write: WRITE });
  forgetOwnWrites(store, 'mira/project/1');
  expect(store.length).toBe(0);
});

test('entries that cannot be read are left out', () => {
  const store = memoryStore();
  store.setItem('studio.mine:mira/project/1:a', '{"kind":"write"}');
  store.setItem('studio.mine:mira/project/1:b', '{');
  store.setItem('studio.mine:mira/project/1:c', '{"kind":"record","place":{"root":"nodes","row":"n"}}');
  expect(new OwnWriteLog(store, 'mira/project/1').read().size).toBe(0);
});

test('a device without room loses the notice, never the edit', () => {
  const full: CountStore = {
    ...memoryStore(),
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  const log = new OwnWriteLog(full, 'mira/project/1');
  expect(() => log.put('a', { kind: 'write', write: WRITE })).not.toThrow();
  expect(log.read().size).toBe(0);
});
