import {
  isFinal,
  type CancellationRow,
  type IntentRow,
  type JobRow,
  type JobState,
  type TakeRow,
} from '@studio/shared/document';
import type { GenerationRequest } from '@studio/shared/graph';

/**
 * What a node's run is doing, for its face. `waiting` is asked for and not taken yet: offline, or not picked up; `asks`
 * waits for a person, because its inputs changed after it was asked for.
 */
export interface NodeRun {
  readonly state: 'never' | 'idle' | 'asks' | 'waiting' | 'queued' | 'running' | 'failed';
  readonly intent: IntentRow | undefined;
  readonly job: JobRow | undefined;
  /** Runs of this node that are not finished. */
  readonly openCount: number;
}

/** The rows that a node's run is read from; intents and jobs newest first. */
export interface RunRows {
  readonly intents: readonly IntentRow[];
  readonly jobs: readonly JobRow[];
  readonly cancellations: { get(intentId: string): CancellationRow | undefined };
  readonly hasTakes: boolean;
}

/** Reads what a node is doing: its oldest open run, else how the newest ended. */
export function nodeRun({ intents, jobs, cancellations, hasTakes }: RunRows): NodeRun {
  const jobOf = new Map(jobs.map((job) => [job.id, job]));
  const answered = answeredBy(intents, cancellations);
  const open = intents.filter((intent) => {
    const job = jobOf.get(intent.id);
    if (job?.state === 'asks') return !answered.has(intent.id) && !cancellations.get(intent.id);
    return job ? !isFinal(job.state) : !cancellations.get(intent.id);
  });
  const openCount = open.length;
  const inState = (state: JobState) => open.find((intent) => jobOf.get(intent.id)?.state === state);
  const shown = inState('running') ?? inState('asks') ?? open.at(-1);
  if (shown) {
    const job = jobOf.get(shown.id);
    const state = !job ? 'waiting' : job.state === 'running' || job.state === 'asks' ? job.state : 'queued';
    return { state, intent: shown, job, openCount };
  }
  const newest = jobs[0];
  const intent = intents.find((candidate) => candidate.id === newest?.id);
  if (newest?.state === 'failed') return { state: 'failed', intent, job: newest, openCount };
  return { state: hasTakes ? 'idle' : 'never', intent, job: newest, openCount };
}

/** The intents that were asked for again with their new inputs: their question is answered as soon as somebody says so. */
export function answeredBy(
  intents: Iterable<IntentRow>,
  cancellations: { get(intentId: string): CancellationRow | undefined },
): ReadonlySet<string> {
  const answered = new Set<string>();
  for (const { id, answers } of intents) if (answers !== undefined && !cancellations.get(id)) answered.add(answers);
  return answered;
}

/** True when a Take was made from other inputs than a run would use now. It keeps being shown; nothing runs by itself. */
export function isStale(take: TakeRow | undefined, request: GenerationRequest | undefined): boolean {
  const recipe = take?.recipe;
  if (!recipe || !request) return false;
  return recipe.prompt !== request.prompt || recipe.pipelineId !== request.pipelineId;
}
