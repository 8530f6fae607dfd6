import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { formatReport, reportJson } from './harness/report.ts';
import { runBenchmark, type Report } from './harness/runBenchmark.ts';
import { startOurServer } from './ourServer.ts';
import { propagationBenchmark } from './propagation/propagation.ts';

const HELP = 'npm run bench -- [--repetitions N] [--json FILE]';
const { values } = parseArgs({
  options: {
    repetitions: { type: 'string', default: '3' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const repetitions = Number(values.repetitions);

if (values.help || !Number.isSafeInteger(repetitions) || repetitions < 1) {
  process.stdout.write(`${values.help ? '' : '--repetitions must be a whole number of at least 1.\n'}${HELP}\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  const reports = await run();
  if (values.json) writeFileSync(values.json, reportJson(reports));
  if (reports.some((report) => report.figures.some((figure) => !figure.ok))) process.exitCode = 1;
}

async function run(): Promise<readonly Report[]> {
  const ours = await startOurServer(process.env['PATH'] ?? '');
  try {
    const report = await runBenchmark(propagationBenchmark(ours), repetitions, (line) =>
      process.stderr.write(`${line}\n`),
    );
    process.stdout.write(formatReport(report));
    return [report];
  } finally {
    await ours.stop();
  }
}
