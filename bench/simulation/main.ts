import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CONTROLS, type ControlName } from './controls.ts';
import { runSeeds } from './runSeeds.ts';
import { formatTotals, replayCommand, SimulationSum } from './simulationReport.ts';
import type { SeedAnswer, SeedRequest } from './simulationWorker.ts';

const names = Object.entries(CONTROLS).map(([name, { what }]) => `    ${name.padEnd(18)} ${what}`);
const HELP = `npm run simulate:sync -- [--seeds N] [--from S] [--operations N] [--json FILE]
npm run simulate:sync -- --seed S [--operations N] [--keep PLACES]
npm run simulate:sync -- --control NAME

Runs servers, job-runners, tabs and their store in one process over virtual time, with faults, and checks what they
promise. Ends with 1 when something is wrong, and says how to see it again.

  --seeds N        how many seeds (1000)
  --from S         the first of them (1)
  --operations N   operations of each (200)
  --threads N      threads (2)
  --json FILE      writes the totals
  --seed S         replays one seed and prints every operation
  --keep PLACES    of that seed only these operations: 3,17,20
  --control NAME   one thing is wrong with the studio: ends with 0 only when that is found
${names.join('\n')}`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    operations: { type: 'string', default: '200' },
    threads: { type: 'string', default: '2' },
    seed: { type: 'string' },
    keep: { type: 'string' },
    control: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const [seeds, from, operations, threads] = [values.seeds, values.from, values.operations, values.threads].map(Number);
const seed = values.seed === undefined ? undefined : Number(values.seed);
const kept = values.keep?.split(',').map(Number);
const numbers = [seeds, from, operations, threads, ...(seed === undefined ? [] : [seed]), ...(kept ?? [])];
const areWhole = numbers.every((number) => Number.isSafeInteger(number) && Number(number) >= 0);
const isControl = (name: string): name is ControlName => name in CONTROLS;
const control = values.control;

if (values.help || !areWhole || (control !== undefined && !isControl(control))) {
  process.stdout.write(`${HELP}\n`);
  process.exitCode = values.help ? 0 : 2;
} else if (seed !== undefined) {
  await replay({ ...requestOf(seed, control), isTold: true, ...(kept ? { kept } : {}) });
} else await runMany(control);

function requestOf(one: number, name: ControlName | undefined): SeedRequest {
  return { seed: one, operations: operations ?? 200, control: name, isTold: false, shrinkRuns: 0 };
}

async function replay(request: SeedRequest): Promise<void> {
  await runSeeds([request], 1, ({ told, flaw }) => {
    for (const line of told) process.stdout.write(`${line}\n`);
    process.stdout.write(flaw === undefined ? 'Nothing is wrong.\n' : `WRONG: ${flaw}\n`);
    if (flaw !== undefined) process.exitCode = 1;
    return 'go on';
  });
}

async function runMany(name: ControlName | undefined): Promise<void> {
  const sum = new SimulationSum();
  const startedAt = performance.now();
  const requests = Array.from({ length: seeds ?? 0 }, (_unused, index) => requestOf((from ?? 1) + index, name));
  let failing: SeedAnswer | undefined;
  await runSeeds(requests, threads ?? 2, (answer) => {
    sum.add(answer);
    if (answer.flaw !== undefined) failing ??= answer;
    // One failing seed is all that a control needs.
    return name !== undefined && failing ? 'stop' : 'go on';
  });
  const totals = sum.totals(performance.now() - startedAt);
  process.stdout.write(formatTotals(totals));
  for (const failed of totals.failed.slice(0, 20)) process.stdout.write(`seed ${failed.seed}: ${failed.flaw}\n`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(totals, null, 2)}\n`);
  if (failing) await explain(failing.seed, name);
  process.exitCode = (failing === undefined) === (name === undefined) ? 0 : 1;
}

async function explain(failing: number, name: ControlName | undefined): Promise<void> {
  await runSeeds([{ ...requestOf(failing, name), shrinkRuns: 150 }], 1, ({ shrunk }) => {
    const whole = replayCommand(failing, operations ?? 200, { control: name });
    process.stdout.write(`\nSee it again: ${whole}\n`);
    if (shrunk) {
      const short = replayCommand(failing, operations ?? 200, { control: name, kept: shrunk.kept });
      process.stdout.write(`With ${shrunk.kept.length} operations: ${short}\n  ${shrunk.flaw}\n`);
    }
    return 'go on';
  });
}
