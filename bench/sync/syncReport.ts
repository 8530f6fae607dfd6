import { shortNumber, textTable } from '../harness/textTable.ts';
import { type ComparedFigure, type ComparedRow, contendersIn, type Value } from './compareRow.ts';
import type { ContenderName } from './contenders/contender.ts';

/** The rows as a table for a terminal: the best value of each contender, and in parentheses the worst where visits differ. */
export function formatSyncReport(rows: readonly ComparedRow[]): string {
  const contenders = contendersIn(rows);
  const head = ['figure', 'unit', ...contenders, 'ours ÷ bare', 'target', 'ok'];
  const lines = rows.flatMap((row) => row.figures.map((figure) => line(figure, contenders)));
  const loads = rows.map(({ name, foreignShare: [least, most] }) => `${name} ${percent(least)}–${percent(most)}`);
  return `${textTable([head, ...lines])}Of the machine others used: ${loads.join(', ')}.\n`;
}

function line(figure: ComparedFigure, contenders: readonly ContenderName[]): readonly string[] {
  return [
    figure.name,
    figure.unit,
    ...contenders.map((name) => valueText(figure.values[name])),
    shortNumber(figure.ratio),
    targetText(figure),
    figure.targetKind === null ? '-' : figure.ok ? 'yes' : 'NO',
  ];
}

function valueText(value: Value | undefined): string {
  if (!value) return '-';
  const [lowest, highest] = value.spread;
  return lowest === highest ? shortNumber(value.best) : `${shortNumber(lowest)} (${shortNumber(highest)})`;
}

function targetText({ target, targetKind }: ComparedFigure): string {
  if (target === null) return '-';
  return targetKind === 'ratio' ? `≤ ${target} × bare` : `≤ ${target}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
