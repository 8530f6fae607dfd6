import { parseArgs } from 'node:util';
import { fuzzProject } from './fuzzProject.ts';

const HELP = 'npm run fuzz -- [--seed S] [--runs N] [--peers P] [--operations O]';
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '200' },
    peers: { type: 'string', default: '5' },
    operations: { type: 'string', default: '300' },
    help: { type: 'boolean', default: false },
  },
});

const numbers = Object.fromEntries(
  (['seed', 'runs', 'peers', 'operations'] as const).map((name) => [name, Number(values[name])]),
) as Record<'seed' | 'runs' | 'peers' | 'operations', number>;
const wrong = Object.entries(numbers).find(([, value]) => !Number.isSafeInteger(value) || value < 1);

if (values.help || wrong) {
  process.stdout.write(wrong ? `--${wrong[0]} must be a whole number of at least 1.\n${HELP}\n` : `${HELP}\n`);
  process.exitCode = wrong ? 2 : 0;
} else {
  run();
}

function run(): void {
  const { seed, runs, peers, operations } = numbers;
  for (let offset = 0; offset < runs; offset += 1) {
    const outcome = fuzzProject({ seed: seed + offset, peers, operations });
    if (!outcome) continue;
    process.stdout.write(`${outcome.log.join('\n')}\nseed ${seed + offset}: ${outcome.flaw}\n`);
    process.stdout.write(
      `Repeat: npm run fuzz -- --seed ${seed + offset} --runs 1 --peers ${peers} --operations ${operations}\n`,
    );
    process.exitCode = 1;
    return;
  }
  process.stdout.write(
    `${runs} runs from seed ${seed}, ${peers} peers, ${operations} operations each: all converged and valid.\n`,
  );
}
