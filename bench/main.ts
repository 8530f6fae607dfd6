import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureDurability } from './durability/measureDurability.ts';
import { measureGrowth, WORKING_DAY } from './growth/measureGrowth.ts';
import type { Figure } from './harness/figure.ts';
import { formatFigures, formatReport, reportJson } from './harness/report.ts';
import { prepareGround } from './sync/ground.ts';
import { measureRows } from './sync/measureRows.ts';
import { becomeGenerator, shareOutCores } from './sync/placement.ts';
import { propagationRow } from './sync/rows/propagationRow.ts';

interface NamedBenchmark {
  readonly name: string;
  /** Quick ones run when none is named. */
  readonly isQuick: boolean;
  /** Runs it, shows its table, and returns its figures. */
  run(repetitions: number): Promise<readonly Figure[]>;
}

const BENCHMARKS: readonly NamedBenchmark[] = [
  { name: 'propagation', isQuick: true, run: measurePropagation },
  { name: 'durability', isQuick: false, run: (repetitions) => measureKills(20 * repetitions) },
  { name: 'growth', isQuick: false, run: measureDay },
];
const NAMES = BENCHMARKS.map(({ name }) => name).join(', ');
const HELP = `npm run bench -- [NAME …] [--repetitions N] [--json FILE]

Benchmarks: ${NAMES}. Without names the quick ones run: ${BENCHMARKS.filter(({ isQuick }) => isQuick)
  .map(({ name }) => name)
  .join(', ')}. All of sync beside all peers: npm run bench:sync.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repetitions: { type: 'string', default: '1' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const repetitions = Number(values.repetitions);
const unknown = positionals.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
const problem =
  unknown.length > 0
    ? `There is no benchmark ${unknown.join(', ')}; there are ${NAMES}.\n`
    : !Number.isSafeInteger(repetitions) || repetitions < 1
      ? '--repetitions must be a whole number of at least 1.\n'
      : '';

if (values.help || problem !== '') {
  process.stdout.write(`${problem}${HELP}\n`);
  process.exitCode = problem === '' ? 0 : 2;
} else {
  const chosen = BENCHMARKS.filter(({ name, isQuick }) =>
    positionals.length > 0 ? positionals.includes(name) : isQuick,
  );
  const figures: Figure[] = [];
  for (const benchmark of chosen) figures.push(...(await benchmark.run(repetitions)));
  if (values.json) writeFileSync(values.json, reportJson(figures));
  if (figures.some(({ ok }) => !ok)) process.exitCode = 1;
}

async function measurePropagation(times: number): Promise<readonly Figure[]> {
  const cores = shareOutCores();
  becomeGenerator(cores);
  const ground = prepareGround({ cores, environment: process.env, keepsRunning: false });
  try {
    const plan = { ground, size: 'full', repetitions: times, contenders: ['bare', 'ours'], say } as const;
    const rows = await measureRows([propagationRow], plan, show);
    return rows.flatMap((row) => row.figures);
  } finally {
    await ground.stop();
  }
}

async function measureDay(): Promise<readonly Figure[]> {
  const figures = await measureGrowth({ ...WORKING_DAY, say });
  show(formatFigures(figures));
  return figures;
}

async function measureKills(rounds: number): Promise<readonly Figure[]> {
  const report = await measureDurability('product', { rounds, seed: 1, editMs: [100, 1000], say }, process.env);
  show(formatReport(report));
  return report.figures;
}

function show(table: string): void {
  process.stdout.write(table);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
