import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { type JournalEntry, UnstorableValue } from '../../storage/journalStore.ts';
import { createStorageWatch, type StorageCondition } from './storageWatch.ts';

const PATIENCE_MS = 60;
const ENTRY: JournalEntry = {
  document: 'project/one',
  authorKind: 'member',
  authorId: 'ada',
  at: 1,
  update: new Uint8Array(),
  outbox: [],
};

/** A journal whose answers the test gives, watched. */
function watchDisk() {
  const disk = { takesMs: 0, error: undefined as Error | undefined, probes: 0, isProbeWrong: false };
  async function work(isProbe: boolean): Promise<void> {
    if (disk.takesMs > 0) await delay(disk.takesMs);
    if (disk.error && !(isProbe && disk.isProbeWrong)) throw disk.error;
  }
  const watch = createStorageWatch({
    journal: { append: () => work(false), settle: async () => undefined },
    probe: () => {
      disk.probes += 1;
      return work(true);
    },
    clock: () => performance.now(),
    logger: pino({ level: 'silent' }),
    patienceMs: PATIENCE_MS,
    probeEveryMs: 10,
  });
  onTestFinished(() => watch.stop());
  const seen: StorageCondition[] = [];
  watch.onChange((condition) => seen.push(condition));
  const append = () =>
    watch.journal.append(ENTRY).then(
      () => 'stored',
      () => 'not stored',
    );
  return { disk, watch, seen, append };
}

test('a slow disk fails for as long as it is slow, though each edit is stored in the end', async () => {
  const { disk, seen, append } = watchDisk();
  disk.takesMs = PATIENCE_MS * 3;
  expect(await append()).toBe('stored');
  expect(await append()).toBe('stored');
  expect(seen).toEqual(['trouble', 'failing']);
  disk.takesMs = 0;
  await expect.poll(() => seen).toEqual(['trouble', 'failing', 'well']);
});

test('trouble of a moment is not told', async () => {
  const { disk, seen, append } = watchDisk();
  disk.error = new Error('One connection broke.');
  expect(await append()).toBe('not stored');
  disk.error = undefined;
  await expect.poll(() => seen).toEqual(['trouble', 'well']);
});

test('it heals with nobody typing', async () => {
  const { disk, seen, append, watch } = watchDisk();
  disk.error = new Error('The disk is full.');
  await append();
  await expect.poll(() => watch.condition()).toBe('failing');
  disk.error = undefined;
  await expect.poll(() => seen.at(-1)).toBe('well');
});

test('a value that can never be stored is no trouble of the disk', async () => {
  const { disk, seen, append } = watchDisk();
  disk.error = new UnstorableValue(new Error('No such character.'));
  expect(await append()).toBe('not stored');
  await delay(PATIENCE_MS * 2);
  expect([seen, disk.probes]).toEqual([[], 0]);
});

test('a probe that works where appends do not is asked less and less often', async () => {
  const { disk, seen, append, watch } = watchDisk();
  disk.error = new Error('This table is gone.');
  disk.isProbeWrong = true;
  const until = performance.now() + 400;
  while (performance.now() < until) {
    if (watch.condition() === 'well') await append();
    await delay(1);
  }
  // Ten milliseconds, doubled each time, fit six times into that.
  expect(disk.probes).toBeLessThanOrEqual(7);
  expect(seen).toContain('failing');
});
