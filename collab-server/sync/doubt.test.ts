import { expect, test } from 'vitest';
import { createDoubt } from './doubt.ts';
import type { StorageCondition, StorageWatch } from './storage/storageWatch.ts';

function watched(): { readonly storage: StorageWatch; tell(condition: StorageCondition): void } {
  const listeners: ((condition: StorageCondition) => void)[] = [];
  const storage = {
    journal: { append: async () => undefined, settle: async () => undefined },
    condition: () => 'well' as const,
    onChange: (listener: (condition: StorageCondition) => void) => {
      listeners.push(listener);
      return () => undefined;
    },
    stop: () => undefined,
  };
  return { storage, tell: (condition) => listeners.forEach((listener) => listener(condition)) };
}

test('a server alone is sure of its documents after a minute, until an append is in doubt', () => {
  let now = 1000;
  const { storage, tell } = watched();
  const mayLack = createDoubt(storage, false, () => now);
  expect(mayLack()).toBe(true);
  now += 60_000;
  expect(mayLack()).toBe(false);
  tell('trouble');
  tell('well');
  expect(mayLack()).toBe(true);
});

test('a server among several is never sure', () => {
  let now = 0;
  const mayLack = createDoubt(watched().storage, true, () => now);
  now += 600_000;
  expect(mayLack()).toBe(true);
});
