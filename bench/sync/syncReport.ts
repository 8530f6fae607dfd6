import { shortNumber, textTable } from '../harness/textTable.ts';
import { type ComparedFigure, type ComparedRow, contendersIn, type Value } from './compareRow.ts';
import type { ContenderName } from './contenders/contender.ts';
import type { Target } from './row.ts';

/** The rows as a table for a terminal: the best value of each contender, and the spread where visits differ. */
export function formatSyncReport(rows: readonly ComparedRow[]): string {
  const contenders = contendersIn(rows);
  const head = ['figure', 'unit', ...contenders, 'ours ÷ bare', 'target', 'met'];
  const lines = rows.flatMap((row) => row.figures.map((figure) => line(figure, contenders)));
  const loads = rows.map(({ name, foreignShare: [least, most] }) => `${name} ${percent(least)}–${percent(most)}`);
  return `${textTable([head, ...lines])}Of the machine others used: ${loads.join(', ')}.\n`;
}

/** The rows as the JSON that other tools read. */
export function syncReportJson(rows: readonly ComparedRow[]): string {
  return `${JSON.stringify({ rows }, null, 2)}\n`;
}

function line(figure: ComparedFigure, contenders: readonly ContenderName[]): readonly string[] {
  return [
    figure.name,
    figure.unit,
    ...contenders.map((name) => valueText(figure.values[name])),
    shortNumber(figure.ratio),
    targetText(figure.target),
    figure.isMet === null ? '-' : figure.isMet ? 'yes' : 'NO',
  ];
}

function valueText(value: Value | undefined): string {
  if (!value) return '-';
  const [lowest, highest] = value.spread;
  return lowest === highest ? shortNumber(value.best) : `${shortNumber(lowest)} (–${shortNumber(highest)})`;
}

function targetText(target: Target | null): string {
  if (!target) return '-';
  return 'atMost' in target ? `≤ ${shortNumber(target.atMost)}` : `≤ ${target.timesBare} × bare`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
