import type { Report } from './runBenchmark.ts';

const COLUMNS = [
  'figure',
  'unit',
  'ours',
  'peer',
  'ratio',
  'target',
  'ok',
  'spread ours',
  'spread peer',
  'peer is',
] as const;
const NONE = '-';

/** The report as a table for a terminal. */
export function formatReport(report: Report): string {
  const rows = report.figures.map((figure) => [
    figure.name,
    figure.unit,
    short(figure.ours),
    short(figure.peer),
    short(figure.ratio),
    short(figure.target),
    figure.ok ? 'yes' : 'NO',
    figure.spread.ours.map(short).join('–'),
    figure.spread.peer?.map(short).join('–') ?? NONE,
    figure.peerName ?? NONE,
  ]);
  const table = [[...COLUMNS], ...rows];
  const widths = COLUMNS.map((_column, index) => Math.max(...table.map((row) => row[index]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n${report.repetitions} repetitions; ${short(report.busyCores)} cores busy on average, all processes counted.\n`;
}

/** The reports as the JSON that other tools read. */
export function reportJson(reports: readonly Report[]): string {
  const figures = reports.flatMap((report) => report.figures.map(({ spread, ...figure }) => ({ ...figure, spread })));
  return `${JSON.stringify({ figures }, null, 2)}\n`;
}

function short(value: number | null): string {
  if (value === null) return NONE;
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
