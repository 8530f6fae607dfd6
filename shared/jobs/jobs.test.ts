import { expect, test } from 'vitest';
import { unwrap } from '../result.ts';
import { chooseTier, queuesServedBy, readPreview, readRuns, tierOf, tierOfVram } from './index.ts';

const ALL = ['low', 'standard', 'high'] as const;

test('a run gets the tier it asks for when a worker can ever serve it', () => {
  expect(unwrap(chooseTier('high', [12, 24], ALL))).toEqual({ tier: tierOf('high'), notice: '' });
});

test('it falls back to the highest tier that a worker can serve, and says so', () => {
  expect(unwrap(chooseTier('high', [12, 16], ALL))).toEqual({
    tier: tierOf('standard'),
    notice: 'High needs 24 GB; the largest worker has 16 GB. Running at Standard instead.',
  });
});

test('it never runs above what was asked', () => {
  expect(unwrap(chooseTier('low', [24], ALL)).tier.quality).toBe('low');
});

test.each([
  [[], 'No worker is connected; this needs 12 GB. Connect a larger worker, then run it again.'],
  [[8], 'The largest worker has 8 GB; this needs 12 GB. Connect a larger worker, then run it again.'],
])('with workers %j it fails and says what is missing', (workers, message) => {
  expect(chooseTier('standard', workers, ALL)).toMatchObject({ ok: false, failure: { reason: 'no-worker', message } });
});

test('memory names a tier, with the little that cards keep for themselves', () => {
  expect(tierOfVram(25_757_220_864)?.quality).toBe('high');
  expect(tierOfVram(12 * 2 ** 30)?.quality).toBe('low');
  expect(tierOfVram(8 * 2 ** 30)).toBeUndefined();
});

test('a larger worker serves its own queue first, then smaller ones', () => {
  expect(queuesServedBy(tierOf('high'))).toEqual(['gpu-24gb', 'gpu-16gb', 'gpu-12gb']);
  expect(queuesServedBy(tierOf('low'))).toEqual(['gpu-12gb']);
});

test('only whole preview messages are previews', () => {
  const message = { type: 'preview', intentId: 'i', mime: 'image/jpeg', base64: 'AA==' };
  expect(readPreview(JSON.stringify(message))).toEqual(message);
  for (const payload of ['{', 'null', '"preview"', JSON.stringify({ ...message, mime: 'text/html' })])
    expect(readPreview(payload)).toBeUndefined();
});

test('runs are read from job-runners only', () => {
  const run = { progress: 0.5, step: 'KSampler', worker: 'gpu-1' };
  const states = [
    { user: 'Mallory', runs: { x: run } },
    { service: 'job-runner', runs: { a: run, b: { progress: Number.NaN } } },
    null,
  ];
  expect([...readRuns(states)]).toEqual([['a', run]]);
});
