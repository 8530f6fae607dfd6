import { afterAll, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { ComparedFigure } from './compareRow.ts';
import type { ContenderName } from './contenders/contender.ts';
import { prepareGround } from './ground.ts';
import { countUnstored } from './load/countUnstored.ts';
import { createEditor } from './load/editor.ts';
import { type EditLoad, propagate } from './load/propagate.ts';
import { measureRows } from './measureRows.ts';
import { ROWS } from './rows.ts';

// Small loads on a machine that does other things: what must hold on any machine is asserted, times are only there.
const ground = prepareGround({ cores: {}, environment: process.env, keepsRunning: true });
afterAll(() => ground.stop());
vi.setConfig({ testTimeout: 120_000 });

const LOAD: EditLoad = {
  clients: 20,
  writers: 20,
  editsPerSecond: 150,
  warmUpSeconds: 0.2,
  seconds: 1,
  kind: 'move',
};

async function shortRun(name: string, contenders: readonly ContenderName[]): Promise<readonly ComparedFigure[]> {
  const rows = ROWS.filter((row) => row.name === name);
  const plan = { ground, size: 'short', repetitions: 0, contenders, say: () => undefined } as const;
  return (await measureRows(rows, plan, () => undefined)).flatMap(({ figures }) => figures);
}

test('every contender takes part in a row and delivers everything', async () => {
  const figures = await shortRun('propagation', ['raw', 'y-websocket', 'bare', 'ours']);
  const lost = figures.find((figure) => figure.name === 'propagation.lost');
  const spread = [0, 0];
  expect(lost?.values).toEqual(
    Object.fromEntries(['raw', 'y-websocket', 'bare', 'ours'].map((name) => [name, { best: 0, spread }])),
  );
});

test.each(ROWS.map(({ name }) => name).filter((name) => name !== 'propagation'))(
  '%s: what does not depend on the clock is as it must be, and every figure is there',
  async (name) => {
    const figures = await shortRun(name, ['bare', 'ours']);
    expect(figures.every(({ ours }) => ours !== null && Number.isFinite(ours))).toBe(true);
    expect(figures.filter(({ isClockFree, ok }) => isClockFree && !ok)).toEqual([]);
  },
);

test('the control, a relay that leaves out one delivery in a thousand, is caught', async () => {
  const { lost, deliveries } = await propagate(await ground.start('dropping'), LOAD);
  expect(lost).toBeGreaterThan(0);
  expect(lost).toBeLessThan(deliveries / 100);
});

test('an edit that was never sent is found missing where documents are read back', async () => {
  const ours = await ground.start('ours');
  const { seat, written } = await propagate(ours, { ...LOAD, clients: 2, writers: 2, seconds: 0.2 });
  expect(await countUnstored(seat, written)).toBe(0);
  expect(await countUnstored(seat, [...written, createEditor('move').doc])).toBeGreaterThan(0);
  written[0]?.getMap('nodes').set('unsent', new Y.Map());
  expect(await countUnstored(seat, written)).toBe(1);
});

test('the relay beside itself costs what it costs: the harness favours nobody', async () => {
  const load = { ...LOAD, clients: 40, editsPerSecond: 300, seconds: 1.5 };
  const costs = new Map<'first' | 'second', number>();
  // There and back, the better of two: as rows are measured.
  for (const turn of ['first', 'second', 'second', 'first'] as const) {
    const { use, deliveries } = await propagate(await ground.start('raw'), load);
    costs.set(turn, Math.min(costs.get(turn) ?? Number.POSITIVE_INFINITY, use.serverUs / deliveries));
  }
  const ratio = (costs.get('first') ?? 0) / (costs.get('second') ?? 1);
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});
