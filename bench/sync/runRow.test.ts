import { expect, test } from 'vitest';
import type { Measurement } from '../harness/figure.ts';
import { compareRow } from './compareRow.ts';
import type { ContenderName } from './contenders/contender.ts';
import { prepareGround } from './ground.ts';
import type { Row } from './row.ts';
import { type RunPlan, runRow } from './runRow.ts';
import { formatSyncReport } from './syncReport.ts';

const ground = prepareGround({ cores: {}, environment: {}, keepsRunning: false });
const PLAN: RunPlan = { ground, size: 'full', repetitions: 1, contenders: undefined, say: () => undefined };

/** A row whose cells measure what they are told, in turn. */
function rowOf(told: Readonly<Partial<Record<ContenderName, readonly Measurement[]>>>, turns: string[] = []): Row {
  const cells = Object.entries(told).map(([name, measurements]) => {
    let visit = 0;
    return {
      contender: name as ContenderName,
      measure: async () => {
        turns.push(name);
        visit += 1;
        return measurements[Math.min(visit, measurements.length) - 1] ?? {};
      },
    };
  });
  const figures = [
    { name: 'p99', unit: 'ms', target: { timesBare: 1.2 } },
    { name: 'lost', unit: 'edits', target: { atMost: 0, isClockFree: true } },
  ] as const;
  return { name: 'demo', description: 'for this test', figures, cells: () => cells };
}

const visits = (...p99s: readonly number[]) => p99s.map((p99) => ({ p99, lost: 0 }));

test('contenders take turns there and back', async () => {
  const turns: string[] = [];
  await runRow(rowOf({ raw: visits(1), bare: visits(1), ours: visits(1) }, turns), PLAN);
  expect(turns).toEqual(['raw', 'bare', 'ours', 'ours', 'bare', 'raw']);
});

test('the best of two visits counts and both are told; what is lost in one is lost', async () => {
  const ours = [
    { p99: 6, lost: 0 },
    { p99: 9, lost: 1 },
  ];
  const compared = compareRow(await runRow(rowOf({ bare: visits(8, 5), ours }), PLAN));
  expect(compared.figures).toMatchObject([
    { name: 'demo.p99', ours: 6, peer: 5, ratio: 1.2, ok: true, spread: { ours: [6, 9], peer: [5, 8] } },
    { name: 'demo.lost', ours: 0, ok: false, spread: { ours: [0, 1] } },
  ]);
  expect(formatSyncReport([compared])).toMatch(
    /demo\.p99 +ms +5\.00 \(8\.00\) +6\.00 \(9\.00\) +1\.20 +≤ 1\.2 × bare +yes/,
  );
});

test('a ratio above its target is not met', async () => {
  const compared = compareRow(await runRow(rowOf({ bare: visits(5), ours: visits(6.1) }), PLAN));
  expect(compared.figures[0]).toMatchObject({ ok: false });
});

test('a cell is measured again while others use more than 15 % of the machine, and the quietest counts', async () => {
  const ours = [40, 20].map((share) => ({ p99: share, lost: 0, foreignShare: share / 100 }));
  const run = await runRow(rowOf({ ours }), { ...PLAN, repetitions: 0 });
  expect(run.visits.get('ours')).toEqual([{ p99: 20, lost: 0, foreignShare: 0.2 }]);
});

test('a figure of ours that nobody measured is an error, not a zero', async () => {
  const run = await runRow(rowOf({ bare: visits(1), ours: [{ p99: Number.NaN, lost: 0 }] }), PLAN);
  expect(() => compareRow(run)).toThrow('demo did not measure p99 of ours');
});
