import type { Figure, Report } from './figure.ts';
import { shortNumber, textTable } from './textTable.ts';

const COLUMNS = ['figure', 'unit', 'ours', 'target', 'ok', 'spread'] as const;

/** A report whose figures are compared with nobody, as a table for a terminal. */
export function formatReport({ figures, repetitions, busyCores }: Report): string {
  return `${formatFigures(figures)}${repetitions} repetitions; ${shortNumber(busyCores)} cores busy on average, all processes counted.\n`;
}

/** Figures that are compared with nobody, as a table for a terminal. */
export function formatFigures(figures: readonly Figure[]): string {
  const lines = figures.map((figure) => [
    figure.name,
    figure.unit,
    shortNumber(figure.ours),
    shortNumber(figure.target),
    figure.ok ? 'yes' : 'NO',
    figure.spread.ours?.map(shortNumber).join('–') ?? '-',
  ]);
  return textTable([[...COLUMNS], ...lines]);
}

/** Figures as the JSON that other tools read. */
export function reportJson(figures: readonly Figure[]): string {
  return `${JSON.stringify({ figures }, null, 2)}\n`;
}
