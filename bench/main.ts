import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { formatReport, reportJson } from './harness/report.ts';
import { runBenchmark, type Report } from './harness/runBenchmark.ts';
import { measureDurability } from './durability/measureDurability.ts';
import { startOurServer } from './ourServer.ts';
import { propagationBenchmark } from './propagation/propagation.ts';

interface NamedBenchmark {
  readonly name: string;
  /** Quick ones run when none is named. */
  readonly isQuick: boolean;
  run(repetitions: number): Promise<Report>;
}

const BENCHMARKS: readonly NamedBenchmark[] = [
  { name: 'propagation', isQuick: true, run: measurePropagation },
  { name: 'durability', isQuick: false, run: (repetitions) => measureKills(20 * repetitions) },
];
const NAMES = BENCHMARKS.map(({ name }) => name).join(', ');
const HELP = `npm run bench -- [NAME …] [--repetitions N] [--json FILE]

Benchmarks: ${NAMES}. Without names the quick ones run: ${BENCHMARKS.filter(({ isQuick }) => isQuick)
  .map(({ name }) => name)
  .join(', ')}.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repetitions: { type: 'string', default: '3' },
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
  const reports: Report[] = [];
  for (const benchmark of chosen) {
    const report = await benchmark.run(repetitions);
    process.stdout.write(formatReport(report));
    reports.push(report);
  }
  if (values.json) writeFileSync(values.json, reportJson(reports));
  if (reports.some((report) => report.figures.some((figure) => !figure.ok))) process.exitCode = 1;
}

async function measurePropagation(times: number): Promise<Report> {
  const ours = await startOurServer(process.env['PATH'] ?? '');
  try {
    return await runBenchmark(propagationBenchmark(ours), times, say);
  } finally {
    await ours.stop();
  }
}

function measureKills(rounds: number): Promise<Report> {
  return measureDurability('product', { rounds, seed: 1, editMs: [100, 1000], say }, process.env);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
