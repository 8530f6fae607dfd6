import { setTimeout as delay } from 'node:timers/promises';
import { checkEdits, type Flaw, FLAWS, type Reading, type WriterRecord } from './checkEdits.ts';
import { type KillableStudio, type Victim, VICTIMS } from './killableStudio.ts';
import { type Random, seededRandom } from './seededRandom.ts';
import { joinAsWriter, type Place, readTraces, type Writer } from './writers.ts';

/** How a run goes. `editMs` is how long a round edits before the kill, from and to; the seed chooses victims and moments. */
export interface DurabilityPlan {
  readonly rounds: number;
  readonly editMs: readonly [number, number];
  readonly seed: number;
  readonly say: (line: string) => void;
}

/**
 * What one round saw. `recoveryMs` is from the kill to the first edit that is acknowledged after it; `refusals` are the
 * reasons that clients heard until then.
 */
export interface DurabilityRound {
  readonly victim: Victim;
  readonly acknowledged: number;
  readonly recoveryMs: number;
  readonly refusals: readonly string[];
}

/** What a run saw; an edit with a flaw is named once, however often it was read. */
export interface DurabilityOutcome {
  readonly rounds: readonly DurabilityRound[];
  readonly flaws: Readonly<Record<Flaw, ReadonlySet<string>>>;
}

const EDITORS = 10;
const EDIT_EVERY_MS: readonly [number, number] = [10, 30];
/** Rounds that edit the same project: later ones also find what earlier kills did, and the journal is folded meanwhile. */
const ROUNDS_PER_PROJECT = 10;
/** Fewer acknowledged edits in a round would prove nothing; on a machine that is busy, its kill waits for them. */
const ACKNOWLEDGED_AT_LEAST = 10;
const ACKNOWLEDGED_WITHIN_MS = 30_000;
/** How long acknowledgements that are on their way after a kill may take. */
const LAST_WORDS_MS = 100;

/** A document through a run: who wrote into it, and what was last read. */
interface Kept {
  readonly place: Place;
  readonly records: WriterRecord[];
  reading: Reading;
}

interface Project {
  readonly canvas: Kept;
  readonly ledger: Kept;
}

interface Run {
  readonly studio: KillableStudio;
  readonly plan: DurabilityPlan;
  /** Whom to kill and when; apart from the pace of edits, which take numbers as often as the machine lets them. */
  readonly kills: Random;
  readonly pace: Random;
  readonly flaws: Record<Flaw, Set<string>>;
}

/**
 * Edits, kills, starts again and reads, round by round. At the end both are killed once more and every document is read
 * from the database alone: a server that lived through all it was told could show edits that were never stored.
 */
export async function runDurability(studio: KillableStudio, plan: DurabilityPlan): Promise<DurabilityOutcome> {
  const flaws = Object.fromEntries(FLAWS.map((flaw) => [flaw, new Set<string>()])) as Record<Flaw, Set<string>>;
  const [kills, pace] = [seededRandom(plan.seed), seededRandom(plan.seed + 1)];
  const run: Run = { studio, plan, kills, pace, flaws };
  const projects: Project[] = [];
  const rounds: DurabilityRound[] = [];
  let project: Project | undefined;
  for (let index = 0; index < plan.rounds; index += 1) {
    if (!project || index % ROUNDS_PER_PROJECT === 0) projects.push((project = await startProject(studio)));
    const round = await runRound(run, project, index + 1);
    rounds.push(round);
    const { victim, acknowledged, recoveryMs } = round;
    plan.say(
      `round ${index + 1} of ${plan.rounds}: ${acknowledged} acknowledged, ${victim} killed, back after ` +
        `${recoveryMs.toFixed(0)} ms, ${flaws.lost.size} lost and ${flaws.doubled.size} doubled so far`,
    );
  }
  await studio.kill('both');
  await studio.restart('both');
  for (const { canvas, ledger } of projects) for (const kept of [canvas, ledger]) await readAndCheck(run, kept);
  return { rounds, flaws };
}

async function startProject(studio: KillableStudio): Promise<Project> {
  const { canvas, ledger } = await studio.newProject();
  const kept = (place: Place): Kept => ({ place, records: [], reading: new Map() });
  return { canvas: kept(canvas), ledger: kept(ledger) };
}

async function runRound(run: Run, { canvas, ledger }: Project, number: number): Promise<DurabilityRound> {
  const { studio, plan, kills, pace } = run;
  const names = Array.from({ length: EDITORS }, (_none, index) => `round${number}editor${index + 1}`);
  const editors = await Promise.all(names.map((name) => joinAsWriter(canvas.place, name)));
  const runner = await joinAsWriter(ledger.place, `round${number}runner`);
  const writers = [...editors, runner];
  const victim = kills.oneOf(VICTIMS);
  const stopEditing = writers.map((writer) => keepEditing(writer, pace));
  await delay(kills.between(...plan.editMs));
  await untilSomeAcknowledged(writers);
  const killed = studio.kill(victim);
  const killedAt = performance.now();
  for (const stop of stopEditing) stop();
  await killed;
  // Gone before anybody reads, and for good: with them goes their copy of the edits.
  const gone = Promise.all(writers.map(leaveAfterLastWords));
  const [recovery] = await Promise.all([recover(canvas.place, number), studio.restart(victim), gone]);
  canvas.records.push(...editors.map((editor) => editor.record()), ...recovery.records);
  ledger.records.push(runner.record());
  for (const kept of [canvas, ledger]) await readAndCheck(run, kept);
  return {
    victim,
    acknowledged: acknowledgedBy(writers),
    recoveryMs: recovery.acknowledgedAt - killedAt,
    refusals: recovery.refusals,
  };
}

/** Edits until it is stopped, by what it returns. */
function keepEditing(writer: Writer, pace: Random): () => void {
  let timer: NodeJS.Timeout;
  const wait = () => {
    timer = setTimeout(
      () => {
        writer.edit();
        wait();
      },
      pace.between(...EDIT_EVERY_MS),
    );
  };
  wait();
  return () => clearTimeout(timer);
}

function acknowledgedBy(writers: readonly Writer[]): number {
  return writers.reduce((sum, writer) => sum + writer.record().acknowledged, 0);
}

async function untilSomeAcknowledged(writers: readonly Writer[]): Promise<void> {
  const deadline = performance.now() + ACKNOWLEDGED_WITHIN_MS;
  while (acknowledgedBy(writers) < ACKNOWLEDGED_AT_LEAST) {
    if (performance.now() > deadline) throw new Error('The server acknowledges nothing, and nobody had killed it.');
    await delay(5);
  }
}

async function leaveAfterLastWords(writer: Writer): Promise<void> {
  await Promise.race([writer.ended, delay(LAST_WORDS_MS)]);
  writer.leave();
}

interface Recovery {
  readonly acknowledgedAt: number;
  readonly records: readonly WriterRecord[];
  readonly refusals: readonly string[];
}

// A fresh client each time, from the kill on, until one of them has an edit acknowledged.
async function recover(place: Place, number: number): Promise<Recovery> {
  const records: WriterRecord[] = [];
  const refusals: string[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const writer = await joinAsWriter(place, `round${number}return${attempt}`);
    writer.edit();
    await writer.settled();
    const acknowledgedAt = performance.now();
    writer.leave();
    records.push(writer.record());
    refusals.push(...writer.refusals);
    if (writer.record().acknowledged > 0) return { acknowledgedAt, records, refusals };
  }
}

async function readAndCheck({ flaws }: Run, kept: Kept): Promise<void> {
  const reading = await readTraces(kept.place);
  const verdict = checkEdits(kept.records, reading, kept.reading);
  kept.reading = reading;
  for (const flaw of FLAWS) for (const edit of verdict[flaw]) flaws[flaw].add(`${kept.place.document} ${edit}`);
}
