import { seededRandom } from '@studio/shared/random';
import { virtualTime } from './time/virtualTime.ts';
import { comeToRest } from './world/comeToRest.ts';
import { OPERATIONS, type OperationName } from './world/operations.ts';
import type { Sabotage } from './world/sabotage.ts';
import { World, type WorldSize } from './world/world.ts';

/** One operation of a run: what, and the seed of everything that happens until the next. */
export interface PlannedOperation {
  readonly name: OperationName;
  readonly seed: number;
}

/** What a run does: decided by its seed alone. */
export interface RunPlan {
  readonly seed: number;
  readonly size: WorldSize;
  readonly operations: readonly PlannedOperation[];
}

/** How a run went. `flaw` is the first thing that was wrong. */
export interface RunOutcome {
  readonly flaw: string | undefined;
  /** How many operations were done when it was found. */
  readonly operations: number;
  readonly checks: number;
  readonly events: number;
  readonly faults: ReadonlyMap<string, number>;
}

/** Plans a run. */
export function planRun(seed: number, operations: number): RunPlan {
  const random = seededRandom(seed);
  const names = Object.keys(OPERATIONS) as OperationName[];
  const total = names.reduce((sum, name) => sum + OPERATIONS[name].weight, 0);
  const pick = (): OperationName => {
    let left = random.next() * total;
    return names.find((name) => (left -= OPERATIONS[name].weight) < 0) ?? 'edit';
  };
  const size = { servers: 1 + random.below(3), devices: 2 + random.below(3), runners: random.below(3) };
  const planned = Array.from({ length: operations }, () => ({ name: pick(), seed: random.below(2 ** 32) }));
  return { seed, size, operations: planned };
}

/** Runs a plan to its end or to the first flaw; `tell` hears what each operation did, at which millisecond. */
export async function runPlan(
  plan: RunPlan,
  sabotage: Sabotage,
  tell: (line: string) => void = () => undefined,
): Promise<RunOutcome> {
  const world = new World(plan.seed, plan.size, sabotage);
  const eventsBefore = virtualTime.count;
  await world.complete();
  let done = 0;
  for (const [index, { name, seed }] of plan.operations.entries()) {
    if (world.witness.flaw !== undefined) break;
    world.chance.restart(seed);
    const atMs = Math.round(virtualTime.nowMs);
    const what = await OPERATIONS[name].run(world);
    if (what !== undefined) tell(`${String(index).padStart(4)} ${String(atMs).padStart(7)} ms  ${what}`);
    await virtualTime.pass(world.chance.between(0, 20));
    done += 1;
  }
  world.chance.restart(plan.seed);
  if (world.witness.flaw === undefined) await comeToRest(world);
  const { witness, faults } = world;
  const events = virtualTime.count - eventsBefore;
  return { flaw: witness.flaw, operations: done, checks: witness.checks, events, faults: faults.counts };
}
