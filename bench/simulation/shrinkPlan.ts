import { type PlannedOperation, type RunPlan, runPlan } from './runSeed.ts';
import type { Sabotage } from './world/sabotage.ts';

/** A plan as short as it could be made, with what is still wrong. */
export interface ShrunkPlan {
  readonly plan: RunPlan;
  readonly flaw: string;
  /** How many runs it took. */
  readonly runs: number;
}

/**
 * Cuts operations out of a failing plan, half of them at first and single ones at last, as long as something is still
 * wrong with what is left. Each operation brings its own chance, so that the others stay much as they were.
 */
export async function shrinkPlan(
  failing: RunPlan,
  sabotage: Sabotage,
  flaw: string,
  mostRuns: number,
): Promise<ShrunkPlan> {
  let best: ShrunkPlan = { plan: failing, flaw, runs: 0 };
  let runs = 0;
  for (let size = Math.ceil(failing.operations.length / 2); size >= 1 && runs < mostRuns; size = nextSize(size)) {
    for (let at = 0; at < best.plan.operations.length && runs < mostRuns; ) {
      const operations = without(best.plan.operations, at, size);
      const plan = { ...best.plan, operations };
      runs += 1;
      const outcome = await runPlan(plan, sabotage);
      if (outcome.flaw === undefined) at += size;
      else best = { plan: { ...plan, operations: operations.slice(0, outcome.operations) }, flaw: outcome.flaw, runs };
    }
  }
  return { ...best, runs };
}

function nextSize(size: number): number {
  return size === 1 ? 0 : Math.ceil(size / 2);
}

function without(operations: readonly PlannedOperation[], at: number, count: number): readonly PlannedOperation[] {
  return [...operations.slice(0, at), ...operations.slice(at + count)];
}
