import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { formatReport, reportJson } from '../harness/report.ts';
import { keepsItsPromise } from './durabilityReport.ts';
import { measureDurability } from './measureDurability.ts';

const HELP = `npm run bench:durability -- [--rounds N] [--seed S] [--json FILE] [--control]

Kills collab-server, PostgreSQL or both while ten editors and a job-runner write, starts them again and reads with fresh
clients. Ends with 1 when an acknowledged edit is lost, or one is doubled or misplaced.

  --rounds N   how many times (200; 20 for the control)
  --seed S     repeats the victims and moments of another run
  --json FILE  writes the figures
  --control    runs a server that acknowledges before it stores: ends with 0 only when its losses are found`;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    json: { type: 'string' },
    control: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds ?? (values.control ? 20 : 200));
const seed = Number(values.seed);
const say = (line: string) => process.stderr.write(`${line}\n`);

if (values.help || !Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(seed)) {
  const problem = values.help ? '' : '--rounds must be a whole number of at least 1, --seed a whole number.\n';
  process.stdout.write(`${problem}${HELP}\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  say(`${rounds} rounds, seed ${seed}`);
  const plan = { rounds, seed, editMs: [100, 1000], say } as const;
  const kind = values.control ? 'sabotaged' : 'product';
  const report = await measureDurability(kind, plan, process.env);
  process.stdout.write(formatReport(report));
  if (values.json) writeFileSync(values.json, reportJson(report.figures));
  if (!keepsItsPromise(report)) process.exitCode = 1;
}
