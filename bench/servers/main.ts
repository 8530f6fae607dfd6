import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { formatReport, reportJson } from '../harness/report.ts';
import type { Report } from '../harness/figure.ts';
import { keepsItsPromise } from './figures.ts';
import { runRow } from './runRow.ts';
import { ROWS } from './rows.ts';

const NAMES = ROWS.map(({ name }) => name);
const HELP = `npm run bench:servers -- [--rows A,B] [--json FILE] [--short] [--control]

Puts several servers, and one with very many people, through what a production meets. Ends with 1 when an edit is lost,
replicas differ, or another count misses its target; times are printed and decide nothing.

${ROWS.map(({ name, description }) => `  ${name.padEnd(10)} ${description}`).join('\n')}

  --json FILE  writes the figures
  --short      small loads: what npm test runs
  --control    runs the rows that have one on a server with one thing wrong: ends with 0 only when each finds it`;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: NAMES.join() },
    json: { type: 'string' },
    short: { type: 'boolean', default: false },
    control: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const names = values.rows.split(',');
const unknown = names.filter((name) => !NAMES.includes(name));

if (values.help || unknown.length > 0) {
  process.stdout.write(`${unknown.map((name) => `There is no row ${name}.\n`).join('')}${HELP}\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  // What is started from here goes before others too, where that is allowed.
  if (process.getuid?.() === 0) setPriority(-15);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const plan = { isShort: values.short, isControl: values.control, environment: process.env, say };
  const reports: Report[] = [];
  for (const row of ROWS.filter(({ name, control }) => names.includes(name) && (!values.control || control))) {
    const report = await runRow(row, plan);
    process.stdout.write(formatReport(report));
    reports.push(report);
    if (values.json) writeFileSync(values.json, reportJson(reports.flatMap(({ figures }) => figures)));
    const isAsItShould = values.control
      ? report.figures.some(({ name, ok }) => name === row.control?.mustMiss && !ok)
      : keepsItsPromise(report.figures);
    if (!isAsItShould) process.exitCode = 1;
  }
  // Node's own WebSocket keeps the sockets of a server that was killed, and the process with them.
  process.exit();
}
