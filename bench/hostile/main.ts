import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startPeer } from '../sync/contenders/startPeer.ts';
import { prepareStudio } from '../sync/contenders/studio.ts';
import { ATTACKS } from './attacks/attacks.ts';
import { formatHostileReport, type HostileFigure, sumUp } from './hostileReport.ts';
import { type AttackOutcome, measureAttack, type Servers } from './measureAttack.ts';

const NAMES = ATTACKS.map(({ name }) => name);
const HELP = `npm run bench:hostile -- [--attacks A,B] [--seconds N] [--frames N] [--repetitions N] [--seed S] [--json FILE] [--control]

Attacks a server while a pair of people works on it, and another pair on a server that is spared: what the attack costs
the first pair more than the second is its price. Ends with 1 when that is over 10 ms for the slowest of a hundred edits,
when memory grows, when an edit never arrives, or when the server ends.

  --attacks      ${NAMES.join(', ')} (all)
  --seconds N    how long each goes on (5)
  --frames N     how many frames each sends, in place of seconds: --attacks fuzz --frames 1000000
  --repetitions  how often each is tried (3); medians count
  --seed S       repeats the frames of another run
  --json FILE    writes the figures
  --control      attacks bare Hocuspocus with updates that dangle: ends with 0 only when the cost is seen`;

const { values } = parseArgs({
  options: {
    attacks: { type: 'string' },
    seconds: { type: 'string', default: '5' },
    frames: { type: 'string' },
    repetitions: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    json: { type: 'string' },
    control: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const names = (values.attacks ?? (values.control ? 'dangling' : NAMES.join())).split(',');
const frames = values.frames === undefined ? undefined : Number(values.frames);
const [seconds, repetitions, seed] = [
  Number(values.seconds),
  Number(values.repetitions ?? (frames === undefined && !values.control ? 3 : 1)),
  Number(values.seed),
];
const numbers = { seconds, repetitions, seed, ...(frames === undefined ? {} : { frames }) };
const problem = [
  ...names.filter((name) => !NAMES.includes(name)).map((name) => `There is no attack “${name}”.`),
  ...Object.entries(numbers)
    .filter(([, value]) => !Number.isSafeInteger(value) || value < 1)
    .map(([name]) => `--${name} must be a whole number of at least 1.`),
].join('\n');

if (values.help || problem !== '') {
  process.stdout.write(`${problem}${problem ? '\n\n' : ''}${HELP}\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  const figures = await runAll();
  process.stdout.write(formatHostileReport(figures));
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ seed, figures }, null, 2)}\n`);
  const isKept = figures.every(({ isCheap, isFlat }) => isCheap && isFlat);
  if (isKept === values.control) process.exitCode = 1;
}

async function runAll(): Promise<readonly HostileFigure[]> {
  const { servers, stop } = await startServers();
  const figures: HostileFigure[] = [];
  try {
    for (const attack of ATTACKS.filter(({ name }) => names.includes(name))) {
      process.stderr.write(`${attack.name}: ${attack.means}; seed ${seed}\n`);
      const outcomes: AttackOutcome[] = [];
      for (let count = 0; count < repetitions; count += 1) {
        outcomes.push(await measureAttack(attack, servers, { seconds, frames, seed: seed + count }));
      }
      figures.push(sumUp(attack.name, outcomes));
    }
    return figures;
  } finally {
    await stop();
  }
}

/** Two studios, or for the control two bare servers. */
async function startServers(): Promise<{ servers: Servers; stop: () => Promise<void> }> {
  if (values.control) {
    const [attacked, spared] = [
      await startPeer('bare', undefined, process.env),
      await startPeer('bare', undefined, process.env),
    ];
    return {
      servers: { attacked, spared },
      stop: async () => void (await Promise.all([attacked.stop(), spared.stop()])),
    };
  }
  const studios = [await prepareStudio(process.env, {}), await prepareStudio(process.env, {})];
  const [attacked, spared] = await Promise.all(studios.map((studio) => studio.startServer()));
  if (!attacked || !spared) throw new Error('Both servers start.');
  return {
    servers: { attacked, spared },
    stop: async () => {
      await Promise.all([attacked.stop(), spared.stop()]);
      await Promise.all(studios.map((studio) => studio.stop()));
    },
  };
}
