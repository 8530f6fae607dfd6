import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { CONTROLS, type ControlName } from './controls.ts';
import { REGRESSIONS } from './regressions.ts';
import { runSeeds } from './runSeeds.ts';
import { replayCommand } from './simulationReport.ts';
import type { SeedAnswer, SeedRequest } from './simulationWorker.ts';

const OPERATIONS = 200;
const THREADS = Math.min(2, availableParallelism());
/** Seeds that the product passes here; ten thousand others by the command. */
const SEEDS = 60;
/** Within so many seeds each control is caught. */
const SEEDS_OF_CONTROL = 150;

function requestOf(seed: number, control?: ControlName): SeedRequest {
  return { seed, operations: OPERATIONS, control, isTold: false, shrinkRuns: 0 };
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_unused, index) => index + 1);
}

async function run(
  requests: readonly SeedRequest[],
  onAnswer: (answer: SeedAnswer) => 'go on' | 'stop',
): Promise<void> {
  await runSeeds(requests, THREADS, onAnswer);
}

test('many seeds of faults: nothing acknowledged is lost, nothing invented, nothing doubled', {
  timeout: 120_000,
}, async () => {
  const wrong: string[] = [];
  await run(
    range(SEEDS).map((seed) => requestOf(seed)),
    ({ seed, flaw }) => {
      if (flaw !== undefined) wrong.push(`${flaw}\n  ${replayCommand(seed, OPERATIONS)}`);
      return 'go on';
    },
  );
  expect(wrong).toEqual([]);
});

test.each(REGRESSIONS)('seed $seed: $prevents', { timeout: 60_000 }, async ({ seed, operations }) => {
  await run([{ ...requestOf(seed), operations }], ({ flaw }) => {
    expect(flaw).toBeUndefined();
    return 'go on';
  });
});

test.each(Object.entries(CONTROLS))(
  'a studio that fails is caught: %s',
  { timeout: 60_000 },
  async (name, { catches }) => {
    let caught: string | undefined;
    await run(
      range(SEEDS_OF_CONTROL).map((seed) => requestOf(seed, name as ControlName)),
      ({ flaw }) => {
        // What breaks in another way has not been caught at this.
        if (flaw !== undefined && catches.test(flaw)) caught ??= flaw;
        return caught === undefined ? 'go on' : 'stop';
      },
    );
    expect(caught).toMatch(catches);
  },
);

test('a seed repeats itself operation by operation', { timeout: 60_000 }, async () => {
  const told: (readonly string[])[] = [];
  for (let time = 0; time < 2; time += 1) {
    await run([{ ...requestOf(7), isTold: true }], (answer) => {
      told.push([...answer.told, `${answer.events} events, ${answer.checks} checks`]);
      return 'go on';
    });
  }
  expect(told[0]?.length).toBeGreaterThan(100);
  expect(told[1]).toEqual(told[0]);
});

test('a failing seed is cut to few operations that still fail, and again in the same way', {
  timeout: 60_000,
}, async () => {
  const control: ControlName = 'acknowledge-first';
  let kept: readonly number[] | undefined;
  let flaw: string | undefined;
  await run([{ ...requestOf(1, control), shrinkRuns: 60 }], ({ shrunk }) => {
    ({ kept, flaw } = shrunk ?? {});
    return 'go on';
  });
  expect(kept?.length).toBeLessThan(20);
  await run([{ ...requestOf(1, control), ...(kept ? { kept } : {}) }], (answer) => {
    expect(answer.flaw).toBe(flaw);
    return 'go on';
  });
});
