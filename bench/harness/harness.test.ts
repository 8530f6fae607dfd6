import { expect, test } from 'vitest';
import type { Benchmark } from './benchmark.ts';
import { formatReport, reportJson } from './report.ts';
import { runBenchmark } from './runBenchmark.ts';
import { quantile } from './statistics.ts';

function benchmark(calls: string[]): Benchmark {
  const contender = (name: string, values: readonly number[]) => {
    let next = 0;
    return {
      name,
      run: async (isWarmUp: boolean) => {
        calls.push(isWarmUp ? `${name} warm-up` : name);
        return { latency: isWarmUp ? 1000 : (values[next++] ?? 0), rate: 10 };
      },
    };
  };
  return {
    name: 'demo',
    description: 'for this test',
    ours: contender('ours', [2, 4, 3]),
    peer: contender('peer', [2, 2, 2]),
    figures: [
      { name: 'latency', unit: 'ms', target: 1.2 },
      { name: 'rate', unit: '1/s', target: 0.9, isMoreBetter: true },
    ],
  };
}

test('ours and the peer take turns, the order reversed every time, after one warm-up each that does not count', async () => {
  const calls: string[] = [];
  const report = await runBenchmark(benchmark(calls), 3, () => undefined);
  expect(calls).toEqual(['ours warm-up', 'peer warm-up', 'ours', 'peer', 'peer', 'ours', 'ours', 'peer']);
  expect(report.figures).toMatchObject([
    { name: 'demo.latency', ours: 3, peer: 2, ratio: 1.5, ok: false, spread: { ours: [2, 4] } },
    { name: 'demo.rate', ratio: 1, ok: true },
  ]);
});

test('the report is a table and JSON', async () => {
  const report = await runBenchmark(benchmark([]), 1, () => undefined);
  expect(formatReport(report)).toMatch(/demo\.latency +ms +2\.00 +2\.00 +1\.00 +1\.20 +yes/);
  const keys = ['name', 'unit', 'ours', 'peer', 'peerName', 'ratio', 'target', 'ok', 'spread'];
  expect(Object.keys(JSON.parse(reportJson([report])).figures[0])).toEqual(keys);
});

test('a figure that nobody measured is an error, not a zero', async () => {
  const broken = { ...benchmark([]), figures: [{ name: 'absent', unit: 'ms', target: 1 }] };
  await expect(runBenchmark(broken, 1, () => undefined)).rejects.toThrow('did not measure absent');
});

test('quantiles are of the samples', () => {
  expect(quantile([5, 1, 3], 0.5)).toBe(3);
  expect(quantile([1, 2, 3, 4], 0.99)).toBe(4);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});
