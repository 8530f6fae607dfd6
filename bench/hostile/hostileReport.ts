import { median } from '../harness/statistics.ts';
import { shortNumber, textTable } from '../harness/textTable.ts';
import type { AttackOutcome } from './measureAttack.ts';

/** What an attack may cost the slowest of a hundred edits of others, against a server that is spared. */
const COST_MS = 10;
/** What it may leave behind on the heap. */
const GROWTH_BYTES = 16 * 2 ** 20;

/** An attack over all its repetitions, medians, and whether it keeps the bounds. */
export interface HostileFigure {
  readonly name: string;
  readonly sent: number;
  readonly edits: number;
  readonly p50: number;
  readonly p99: number;
  readonly sparedP50: number;
  readonly sparedP99: number;
  /** `p99` above `sparedP99`. */
  readonly cost: number;
  readonly growth: number;
  readonly isCheap: boolean;
  readonly isFlat: boolean;
}

/** Sums up the repetitions of one attack. */
export function sumUp(name: string, outcomes: readonly AttackOutcome[]): HostileFigure {
  const of = (pick: (outcome: AttackOutcome) => number) => median(outcomes.map(pick));
  const cost = of(({ p99, sparedP99 }) => p99 - sparedP99);
  const growth = of((outcome) => outcome.growth);
  return {
    name,
    sent: outcomes.reduce((sum, { sent }) => sum + sent, 0),
    edits: outcomes.reduce((sum, { edits }) => sum + edits, 0),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    sparedP50: of(({ sparedP50 }) => sparedP50),
    sparedP99: of(({ sparedP99 }) => sparedP99),
    cost,
    growth,
    isCheap: cost <= COST_MS,
    isFlat: growth <= GROWTH_BYTES,
  };
}

const HEADS = ['attack', 'sent', 'edits', 'p50 ms', 'p99 ms', 'spared p50', 'spared p99', 'cost ms', 'heap MiB', 'ok'];

/** The figures as a table for a terminal. */
export function formatHostileReport(figures: readonly HostileFigure[]): string {
  return textTable([
    HEADS,
    ...figures.map((figure) => [
      figure.name,
      String(figure.sent),
      String(figure.edits),
      ...[figure.p50, figure.p99, figure.sparedP50, figure.sparedP99, figure.cost].map(shortNumber),
      shortNumber(figure.growth / 2 ** 20),
      figure.isCheap && figure.isFlat ? 'yes' : 'NO',
    ]),
  ]);
}
