import type { TakeRow } from '@studio/shared/document';
import { TakeIssues } from '../../../job-runner/database/takeIssues.ts';
import type { IssueStore } from '../../../job-runner/database/issueStore.ts';
import type { OutboxStore } from '../../../job-runner/database/outboxStore.ts';
import type { IntentStore } from '../../../job-runner/database/intentStore.ts';
import type { AttemptStore } from '../../../job-runner/database/attemptStore.ts';
import type { Signals } from '../../../job-runner/database/signals.ts';
import { ProjectDocuments } from '../../../job-runner/documents/projectDocuments.ts';
import type { JobQueue } from '../../../job-runner/queue/jobQueue.ts';
import { makeTakes, writeTakes } from '../../../job-runner/results/makeTakes.ts';
import type { JobRunner } from '../../../job-runner/runs/jobRunner.ts';
import type { Outcome, Run } from '../../../job-runner/runs/run.ts';
import type { Place } from '../../../job-runner/runs/takeLoop.ts';
import { wireRunner } from '../../../job-runner/wireRunner.ts';
import type { SimulatedProcess } from '../time/simulatedProcess.ts';
import { SILENT } from './silentLogger.ts';

/** What a job-runner in a simulation is started with. */
export interface RunnerStart {
  readonly intents: IntentStore;
  readonly attempts: Pick<AttemptStore, 'begin' | 'end' | 'isNewest'>;
  readonly issues: IssueStore;
  readonly outbox: OutboxStore;
  readonly queue: JobQueue;
  readonly signals: Signals;
  /** How long a Take takes to make, in milliseconds. */
  readonly workMs: () => number;
  /** Hears that a worker began to make something of an intent. */
  readonly onBegin: (intentId: string, attempt: number) => void;
  readonly skewMs: number;
}

/** Starts the product's job-runner over simulated stores; only the worker, which would make pictures, is not the product's. */
export function startRunner(start: RunnerStart, process: SimulatedProcess): void {
  process.clockSkewMs = start.skewMs;
  const documents = new ProjectDocuments({
    collabUrl: 'http://studio',
    serviceKey: 'service',
    clock: Date.now,
    timeoutMs: 4000,
    idleMs: 3000,
  });
  const issues = new TakeIssues(start.issues);
  const runner = wireRunner({
    ...start,
    runnerId: process.name,
    documents,
    workers: { memoryGb: async () => [24] },
    workersAwaitedUntil: 0,
    offeredTiers: () => ['low', 'standard', 'high'],
    readInputs: () => undefined,
    slotOf: (_session, { intent }) => intent.nodeId,
    stopPrompts: async () => undefined,
    placesOf: (jobs, shutdown) => [placeOf(start, issues, jobs, shutdown)],
    clock: Date.now,
    log: SILENT,
  });
  runner.start();
}

function placeOf(start: RunnerStart, issues: TakeIssues, jobs: JobRunner, shutdown: AbortSignal): Place {
  const processor = (run: Run): Promise<Outcome> => {
    start.onBegin(run.intent.id, run.attempt);
    return makeTakes(issues, run, (index, seed) => makeOne(start, issues, run, index, seed));
  };
  return {
    name: () => 'worker',
    queues: () => ['gpu-24gb', 'gpu-16gb', 'gpu-12gb'],
    reserve: async () => true,
    release: async () => undefined,
    run: (taken) => jobs.run({ taken, placeName: 'worker', shutdown, processor }),
  };
}

async function makeOne(
  start: RunnerStart,
  issues: TakeIssues,
  run: Run,
  index: number,
  seed: number,
): Promise<Outcome | undefined> {
  await new Promise((resolve) => setTimeout(resolve, start.workMs()));
  if (run.signal.aborted) return { kind: 'stopped' };
  const { intent, projectId, attempt } = run;
  const issued = await issues.issue({
    projectId,
    intentId: intent.id,
    index,
    attempt,
    slotId: intent.nodeId,
    requestHash: 'request',
    known: { version: 0, number: 0 },
    complete: ({ version, number }) => takeOf(run, index, seed, version, number),
  });
  if (!issued.ok) return { kind: 'stale' };
  await writeTakes(run, [issued.value]);
  return undefined;
}

const MEDIA = { sha256: 'a'.repeat(64), mime: 'image/png', bytes: 1 };

function takeOf({ intent, attempt }: Run, index: number, seed: number, version: number, number: number): TakeRow {
  return {
    id: `${intent.id}.${index}`,
    intentId: intent.id,
    nodeId: intent.nodeId,
    slotId: intent.nodeId,
    kind: 'image',
    // Two attempts make two pictures: whoever took both would show it.
    name: `take-${number}-of-attempt-${attempt}-seed-${seed}`,
    version,
    number,
    media: MEDIA,
    width: 1,
    height: 1,
    frames: 1,
    rate: { num: 1, den: 1 },
    hasAudio: false,
    thumbnail: MEDIA,
    filmstrip: null,
    waveform: null,
    quality: intent.quality,
    notice: '',
    recipe: null,
    madeBy: intent.requestedBy,
    madeAt: 1,
  };
}
