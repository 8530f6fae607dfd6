import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { reportJson } from '../harness/report.ts';
import { CONTENDERS, type ContenderName } from './contenders/contender.ts';
import { prepareGround } from './ground.ts';
import { measureRows } from './measureRows.ts';
import { becomeGenerator, shareOutCores } from './placement.ts';
import { ROWS } from './rows.ts';

const ROW_NAMES = ROWS.map(({ name }) => name);
const HELP = `npm run bench:sync -- [--rows A,B] [--contenders A,B] [--repetitions N] [--json FILE] [--short]

Puts a raw WebSocket relay, y-websocket's server, bare Hocuspocus and ours under the same loads, in turn there and back.

  --rows         ${ROW_NAMES.join(', ')} (all)
  --contenders   ${CONTENDERS.join(', ')} (all)
  --repetitions  how many times there and back (1)
  --json FILE    writes the figures
  --short        small loads, once there: seconds, to see that a row runs; its times mean little

One row of two contenders, quickly: npm run bench:sync -- --rows propagation --contenders bare,ours --short`;

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
const contenderNames = values.contenders.split(',');
const repetitions = Number(values.repetitions);
const problem = [
  ...rowNames.filter((name) => !ROW_NAMES.includes(name)).map((name) => `There is no row ${name}.`),
  ...contenderNames.filter((name) => !isContender(name)).map((name) => `There is no contender ${name}.`),
  ...(Number.isSafeInteger(repetitions) && repetitions > 0 ? [] : ['--repetitions must be a whole number above 0.']),
].join('\n');

if (values.help || problem !== '') {
  process.stdout.write(`${problem}${problem ? '\n\n' : ''}${HELP}\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  const cores = shareOutCores();
  becomeGenerator(cores);
  const ground = prepareGround({ cores, environment: process.env, keepsRunning: values.short });
  const plan = {
    ground,
    size: values.short ? 'short' : 'full',
    repetitions: values.short ? 0 : repetitions,
    contenders: contenderNames.filter(isContender),
    say: (line: string) => void process.stderr.write(`${line}\n`),
  } as const;
  const chosen = ROWS.filter(({ name }) => rowNames.includes(name));
  try {
    const rows = await measureRows(chosen, plan, (table) => void process.stdout.write(table));
    const figures = rows.flatMap((row) => row.figures);
    if (values.json) writeFileSync(values.json, reportJson(figures));
    if (figures.some(({ ok }) => !ok)) process.exitCode = 1;
  } finally {
    await ground.stop();
  }
}

function isContender(name: string): name is ContenderName {
  return CONTENDERS.some((contender) => contender === name);
}
