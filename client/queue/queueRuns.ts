import type { CancellationRow, IntentRow, JobRow } from '@studio/shared/document';
import { partWords, type RunProgress } from '@studio/shared/jobs';
import { answeredBy } from '../canvas/runs/nodeRun.ts';

/**
 * Where a run stands as a person sees it; `waiting` is an intent that the job-runner has not answered yet, `asks` one that
 * a person has to answer.
 */
export type RunState = 'asks' | 'waiting' | 'queued' | 'running' | 'failed' | 'cancelling';

/** A run in the queue: what was asked, what became of it so far. */
export interface QueueRun {
  readonly intent: IntentRow;
  readonly job: JobRow | undefined;
  readonly state: RunState;
  readonly progress: RunProgress | undefined;
  readonly isMine: boolean;
}

/** What a queue is read from. */
export interface QueueSources {
  readonly intents: ReadonlyMap<string, IntentRow>;
  readonly jobs: ReadonlyMap<string, JobRow>;
  readonly cancellations: ReadonlyMap<string, CancellationRow>;
  readonly runs: ReadonlyMap<string, RunProgress>;
  readonly personId: string;
}

/** How long a failed run stays in the list. */
const FAILED_SHOWN_MS = 24 * 3_600_000;

const RANK: { readonly [state in RunState]: number } = {
  asks: 0,
  running: 1,
  cancelling: 2,
  queued: 3,
  waiting: 4,
  failed: 5,
};

/** The runs to list: those that ask, then running, then those that wait in the order they were asked for, then what failed lately. */
export function queueRuns(sources: QueueSources, now: number): readonly QueueRun[] {
  const answered = answeredBy(sources.intents.values(), sources.cancellations);
  const runs = [...sources.intents.values()].flatMap((intent) => {
    const job = sources.jobs.get(intent.id);
    const state = stateOf(job, sources.cancellations.has(intent.id), now);
    if (!state || (state === 'asks' && answered.has(intent.id))) return [];
    const isMine = intent.requestedBy.id === sources.personId;
    return [{ intent, job, state, isMine, progress: sources.runs.get(intent.id) }];
  });
  return runs.sort((a, b) => RANK[a.state] - RANK[b.state] || askedOrder(a, b));
}

function stateOf(job: JobRow | undefined, isCancelled: boolean, now: number): RunState | undefined {
  switch (job?.state) {
    case undefined:
      return isCancelled ? undefined : 'waiting';
    case 'asks':
    case 'queued':
    case 'running':
      return isCancelled ? 'cancelling' : job.state;
    case 'failed':
      return now - job.finishedAt < FAILED_SHOWN_MS ? 'failed' : undefined;
    case 'done':
    case 'cancelled':
      return undefined;
  }
}

function askedOrder(a: QueueRun, b: QueueRun): number {
  const order = a.intent.requestedAt - b.intent.requestedAt || (a.intent.id < b.intent.id ? -1 : 1);
  return a.state === 'failed' ? -order : order;
}

/** The badge's two numbers: my runs that are not finished, and everybody's. */
export function countRuns(runs: readonly QueueRun[]): { readonly mine: number; readonly all: number } {
  const unfinished = runs.filter((run) => run.state !== 'failed');
  return { mine: unfinished.filter((run) => run.isMine).length, all: unfinished.length };
}

/** One line that says where a run stands. */
export function runLine({ state, job, progress }: QueueRun): string {
  switch (state) {
    case 'asks':
      return changedSince(job);
    case 'waiting':
      return 'Waiting for the server';
    case 'queued':
      return job && job.attempts > 0 ? 'Queued again' : 'Queued';
    case 'cancelling':
      return 'Cancelling';
    case 'failed':
      return job?.error?.message ?? 'It stopped, and nobody said why. Run it again.';
    case 'running': {
      const percent = progress ? `${Math.round(progress.progress * 100)} %` : 'Starting';
      return [percent, progress?.step, progress?.worker || job?.worker].filter(Boolean).join(' · ');
    }
  }
}

/** What a run that asks has to say: its inputs are not what whoever pressed Generate saw. */
export function changedSince(job: Pick<JobRow, 'changed'> | undefined): string {
  const parts = partWords(job?.changed ?? []);
  const changed = parts === '' ? '' : ` (${parts})`;
  return `Inputs changed since this was asked${changed}. Run with the new inputs, or cancel.`;
}
