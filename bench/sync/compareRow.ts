import type { Figure, Measurement } from '../harness/figure.ts';
import { range } from '../harness/statistics.ts';
import { CONTENDERS, type ContenderName } from './contenders/contender.ts';
import type { RowFigure, Target } from './row.ts';
import type { RowRun } from './runRow.ts';

/** A figure of one contender: the best of its visits, and the lowest and highest. */
export interface Value {
  readonly best: number;
  readonly spread: readonly [number, number];
}

/** A figure of a row with everybody's values; the peer is bare Hocuspocus. */
export interface ComparedFigure extends Figure {
  readonly values: Readonly<Partial<Record<ContenderName, Value>>>;
  readonly targetKind: 'ratio' | 'value' | null;
  readonly isClockFree: boolean;
}

/** A row as it is reported. `foreignShare` is the lowest and highest part of the machine that others used in its cells. */
export interface ComparedRow {
  readonly name: string;
  readonly description: string;
  readonly figures: readonly ComparedFigure[];
  readonly foreignShare: readonly [number, number];
}

/** Compares the visits of a row figure by figure. A figure of ours that is missing or not finite is a bug and throws. */
export function compareRow({ row, visits }: RowRun): ComparedRow {
  const foreign = [...visits.values()].flat().flatMap((measurement) => measurement['foreignShare'] ?? []);
  return {
    name: row.name,
    description: row.description,
    figures: row.figures.map((figure) => compare(row.name, figure, visits)),
    foreignShare: foreign.length > 0 ? range(foreign) : [0, 0],
  };
}

function compare(rowName: string, figure: RowFigure, visits: RowRun['visits']): ComparedFigure {
  const values: Partial<Record<ContenderName, Value>> = {};
  for (const [contender, measurements] of visits) {
    const value = valueOf(measurements, figure.name);
    if (value) values[contender] = value;
    else if (contender === 'ours') throw new Error(`${rowName} did not measure ${figure.name} of ours.`);
  }
  const { ours, bare } = values;
  const { target } = figure;
  return {
    name: `${rowName}.${figure.name}`,
    unit: figure.unit,
    ours: ours?.best ?? null,
    peer: bare?.best ?? null,
    peerName: bare ? 'bare @hocuspocus/server' : null,
    ratio: ours && bare && bare.best > 0 ? ours.best / bare.best : null,
    target: target ? limitOf(target) : null,
    ok: !target || !ours || isMet(target, ours, bare),
    spread: { ours: ours?.spread ?? null, peer: bare?.spread ?? null },
    values,
    targetKind: !target ? null : 'atMost' in target ? 'value' : 'ratio',
    isClockFree: target?.isClockFree === true,
  };
}

function limitOf(target: Target): number {
  return 'atMost' in target ? target.atMost : target.timesBare;
}

function isMet(target: Target, ours: Value, bare: Value | undefined): boolean {
  // What must not happen must not happen in any visit.
  if ('atMost' in target) return ours.spread[1] <= target.atMost;
  return !bare || ours.best <= bare.best * target.timesBare;
}

function valueOf(measurements: readonly Measurement[], name: string): Value | undefined {
  const values = measurements.flatMap((measurement) => measurement[name] ?? []);
  if (values.length === 0 || !values.every(Number.isFinite)) return undefined;
  const [lowest, highest] = range(values);
  return { best: lowest, spread: [lowest, highest] };
}

/** The contenders that rows have values of, in the order of the table. */
export function contendersIn(rows: readonly ComparedRow[]): readonly ContenderName[] {
  const all: readonly ContenderName[] = [...CONTENDERS, 'dropping'];
  return all.filter((name) => rows.some((row) => row.figures.some((figure) => figure.values[name])));
}
