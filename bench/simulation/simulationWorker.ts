import './time/installVirtualTime.ts';
import { parentPort } from 'node:worker_threads';
import { CONTROLS, type ControlName } from './controls.ts';
import { planRun, type RunPlan, runPlan } from './runSeed.ts';
import { shrinkPlan } from './shrinkPlan.ts';

/** What a worker is asked to do: to run one seed, or to replay one, telling each operation. */
export interface SeedRequest {
  readonly seed: number;
  readonly operations: number;
  readonly control: ControlName | undefined;
  /** Only these operations of the plan, by their place in it; all of them when left out. */
  readonly kept?: readonly number[];
  readonly isTold: boolean;
  /** Runs that a failing seed may take to be cut short; 0 leaves it as it is. */
  readonly shrinkRuns: number;
}

/** A failing run as short as it could be made: the places of its operations in the plan. */
export interface ShrunkRun {
  readonly kept: readonly number[];
  readonly flaw: string;
}

/** How a seed went. */
export interface SeedAnswer {
  readonly seed: number;
  readonly flaw: string | undefined;
  readonly operations: number;
  readonly checks: number;
  readonly events: number;
  readonly faults: readonly (readonly [string, number])[];
  readonly told: readonly string[];
  readonly shrunk: ShrunkRun | undefined;
}

// The library prints what becomes of connections; here they fail by the thousand.
console.error = () => undefined;
console.warn = () => undefined;

const strayed: string[] = [];
// Both end a server of the product.
process.on('unhandledRejection', (reason) => strayed.push(`nobody caught: ${String(reason)}`));
process.on('uncaughtException', (error) => strayed.push(`nobody caught: ${error.message}`));

parentPort?.on('message', (request: SeedRequest) => {
  void answer(request)
    .catch((error: unknown) => broken(request.seed, error))
    .then((said) => parentPort?.postMessage(said));
});

/** A seed that did not come to its end, because something threw where nobody expects it. */
function broken(seed: number, error: unknown): SeedAnswer {
  const flaw = `it broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return { seed, flaw, operations: 0, checks: 0, events: 0, faults: [], told: [], shrunk: undefined };
}

async function answer({ seed, operations, control, kept, isTold, shrinkRuns }: SeedRequest): Promise<SeedAnswer> {
  const whole = planRun(seed, operations);
  const wanted = kept && new Set(kept);
  const plan: RunPlan = {
    ...whole,
    operations: whole.operations.filter((_operation, place) => wanted?.has(place) ?? true),
  };
  const sabotage = control ? CONTROLS[control].sabotage : {};
  const told: string[] = [];
  const outcome = await runPlan(plan, sabotage, isTold ? (line) => told.push(line) : undefined);
  const [stray] = strayed.splice(0);
  const flaw = outcome.flaw ?? stray;
  let shrunk: ShrunkRun | undefined;
  if (outcome.flaw !== undefined && shrinkRuns > 0) {
    const cut = { ...plan, operations: plan.operations.slice(0, outcome.operations) };
    const short = await shrinkPlan(cut, sabotage, outcome.flaw, shrinkRuns);
    shrunk = { kept: short.plan.operations.map((operation) => whole.operations.indexOf(operation)), flaw: short.flaw };
  }
  return { ...outcome, seed, flaw, faults: [...outcome.faults], told, shrunk };
}
