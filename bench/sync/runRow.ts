import type { Measurement } from '../harness/figure.ts';
import type { ContenderName } from './contenders/contender.ts';
import type { Ground } from './ground.ts';
import type { Cell, Row, RowSize } from './row.ts';

/** How rows are run: `repetitions` times there and back, or once there when it is 0. */
export interface RunPlan {
  readonly ground: Ground;
  readonly size: RowSize;
  readonly repetitions: number;
  /** Only these contenders; all when undefined. */
  readonly contenders: readonly ContenderName[] | undefined;
  readonly say: (line: string) => void;
}

/** What was measured of each contender, one measurement a visit. */
export interface RowRun {
  readonly row: Row;
  readonly visits: ReadonlyMap<ContenderName, readonly Measurement[]>;
}

/** Above this part of the machine used by others a cell is measured again, so many times in all. */
const FOREIGN_LIMIT = 0.15;
const TRIES = { full: 2, short: 1 } as const;

/** Runs a row: A B C D D C B A, so that what a machine does slowly falls on all alike. */
export async function runRow(row: Row, plan: RunPlan): Promise<RowRun> {
  const { contenders, repetitions, size, say } = plan;
  const cells = row.cells(plan.ground, size).filter(({ contender }) => !contenders || contenders.includes(contender));
  const once = [...cells, ...cells.toReversed()];
  const order = repetitions === 0 ? cells : Array.from({ length: repetitions }, () => once).flat();
  const visits = new Map<ContenderName, Measurement[]>(cells.map(({ contender }) => [contender, []]));
  for (const cell of order) {
    say(`${row.name}: ${cell.contender}`);
    visits.get(cell.contender)?.push(await measureQuietly(cell, TRIES[size], say));
  }
  return { row, visits };
}

/** Measures until the machine was quiet enough, and otherwise takes the quietest. */
async function measureQuietly(cell: Cell, tries: number, say: (line: string) => void): Promise<Measurement> {
  let quietest = await cell.measure();
  for (let again = 1; again < tries && foreignShare(quietest) > FOREIGN_LIMIT; again += 1) {
    say(`  others used ${Math.round(foreignShare(quietest) * 100)} % of the machine: again`);
    const next = await cell.measure();
    if (foreignShare(next) < foreignShare(quietest)) quietest = next;
  }
  return quietest;
}

function foreignShare(measurement: Measurement): number {
  return measurement['foreignShare'] ?? 0;
}
