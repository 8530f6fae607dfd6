import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { compareRow, type ComparedRow } from './compareRow.ts';
import { CONTENDERS, type ContenderName } from './contenders/contender.ts';
import { prepareGround, shareOutCores } from './ground.ts';
import { ROWS } from './rows.ts';
import { runRow } from './runRow.ts';
import { formatSyncReport, syncReportJson } from './syncReport.ts';

const ROW_NAMES = ROWS.map(({ name }) => name);
const HELP = `npm run bench:sync -- [--rows A,B] [--contenders A,B] [--repetitions N] [--json FILE] [--short]

Puts a raw WebSocket relay, y-websocket's server, bare Hocuspocus and ours under the same loads, in turn there and back.

  --rows         ${ROW_NAMES.join(', ')} (all)
  --contenders   ${CONTENDERS.join(', ')} (all)
  --repetitions  how many times there and back (1)
  --json FILE    writes the figures
  --short        small loads, once there: seconds, to see that a row runs; its times mean little

One row of one contender, quickly: npm run bench:sync -- --rows propagation --contenders bare,ours --short`;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: ROW_NAMES.join() },
    contenders: { type: 'string', default: CONTENDERS.join() },
    repetitions: { type: 'string', default: '1' },
    json: { type: 'string' },
    short: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const rowNames = values.rows.split(',');
const contenders = values.contenders.split(',').filter(isContender);
const repetitions = Number(values.repetitions);
const problem = [
  ...rowNames.filter((name) => !ROW_NAMES.includes(name)).map((name) => `There is no row ${name}.`),
  ...(contenders.length < values.contenders.split(',').length ? ['There is no such contender.'] : []),
  ...(Number.isSafeInteger(repetitions) && repetitions > 0
    ? []
    : ['--repetitions must be a whole number of at least 1.']),
].join('\n');

if (values.help || problem !== '') {
  process.stdout.write(`${problem}${problem ? '\n\n' : ''}${HELP}\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  const cores = shareOutCores();
  takePlace(cores.generator);
  const ground = prepareGround(cores, process.env);
  const rows: ComparedRow[] = [];
  try {
    for (const row of ROWS.filter(({ name }) => rowNames.includes(name))) {
      const plan = { ground, size: values.short ? 'short' : 'full', contenders, say } as const;
      rows.push(compareRow(await runRow(row, { ...plan, repetitions: values.short ? 0 : repetitions })));
      process.stdout.write(formatSyncReport(rows.slice(-1)));
      if (values.json) writeFileSync(values.json, syncReportJson(rows));
    }
  } finally {
    await ground.stop();
  }
  if (rows.some((row) => row.figures.some(({ isMet }) => isMet === false))) process.exitCode = 1;
}

/** The load gets cores of its own, and both go before others where that is allowed. What is started later inherits it. */
function takePlace(core: string | undefined): void {
  if (core !== undefined) execFileSync('taskset', ['-acp', core, String(process.pid)], { stdio: 'ignore' });
  if (process.getuid?.() === 0) setPriority(-15);
}

function isContender(name: string): name is ContenderName {
  return CONTENDERS.some((contender) => contender === name);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
