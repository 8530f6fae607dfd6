import { expect, test } from 'vitest';
import { keepsItsPromise } from './figures.ts';
import { capacityRow } from './rows/capacityRow.ts';
import { failoverRow } from './rows/failoverRow.ts';
import { runRow } from './runRow.ts';

const plan = { isShort: true, isControl: false, environment: process.env, say: () => undefined } as const;

test('a server of two dies under editors, who lose nothing and go on', { timeout: 120_000 }, async () => {
  const { figures } = await runRow(failoverRow, plan);
  expect(figures.filter((figure) => !keepsItsPromise([figure]))).toEqual([]);
});

test('the control, which acknowledges before it stores, is caught', { timeout: 120_000 }, async () => {
  const { figures } = await runRow(failoverRow, { ...plan, isControl: true });
  expect(figures.find(({ name }) => name === failoverRow.control?.mustMiss)?.ours).toBeGreaterThan(0);
});

test('many documents open on one server, leave memory and come back', { timeout: 120_000 }, async () => {
  const { figures } = await runRow(capacityRow, plan);
  expect(figures.filter((figure) => !keepsItsPromise([figure]))).toEqual([]);
});
