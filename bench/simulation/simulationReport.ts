import type { SeedAnswer } from './simulationWorker.ts';

/** What many seeds came to. Times in milliseconds of the machine. */
export interface SimulationTotals {
  readonly seeds: number;
  readonly operations: number;
  readonly events: number;
  readonly checks: number;
  readonly durationMs: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly failed: readonly { readonly seed: number; readonly flaw: string }[];
}

/** Adds the answers of seeds up. */
export class SimulationSum {
  #seeds = 0;
  #operations = 0;
  #events = 0;
  #checks = 0;
  readonly #faults = new Map<string, number>();
  readonly #failed: { seed: number; flaw: string }[] = [];

  add({ seed, flaw, operations, events, checks, faults }: SeedAnswer): void {
    this.#seeds += 1;
    this.#operations += operations;
    this.#events += events;
    this.#checks += checks;
    for (const [kind, count] of faults) this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + count);
    if (flaw !== undefined) this.#failed.push({ seed, flaw });
  }

  totals(durationMs: number): SimulationTotals {
    return {
      seeds: this.#seeds,
      operations: this.#operations,
      events: this.#events,
      checks: this.#checks,
      durationMs: Math.round(durationMs),
      faults: Object.fromEntries([...this.#faults].sort(([one], [other]) => one.localeCompare(other))),
      failed: this.#failed.sort((one, other) => one.seed - other.seed),
    };
  }
}

/** The totals as a table for a terminal. */
export function formatTotals(totals: SimulationTotals): string {
  const { seeds, operations, events, checks, durationMs, faults, failed } = totals;
  const perSecond = operations / (durationMs / 1000);
  const rows: [string, string][] = [
    ['seeds', String(seeds)],
    ['operations', String(operations)],
    ['operations/s', perSecond.toFixed(0)],
    ['events', String(events)],
    ['checks', String(checks)],
    ['seconds', (durationMs / 1000).toFixed(1)],
    ...Object.entries(faults).map(([kind, count]): [string, string] => [`fault · ${kind}`, String(count)]),
    ['failed', String(failed.length)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `${rows.map(([name, value]) => `${name.padEnd(width)}  ${value.padStart(10)}`).join('\n')}\n`;
}

/** How to see a failing seed again. */
export function replayCommand(
  seed: number,
  operations: number,
  { control, kept }: { readonly control?: string | undefined; readonly kept?: readonly number[] | undefined } = {},
): string {
  const words = [`npm run simulate:sync -- --seed ${seed} --operations ${operations}`];
  if (control) words.push(`--control ${control}`);
  if (kept) words.push(`--keep ${kept.join(',')}`);
  return words.join(' ');
}
