import * as Y from 'yjs';
import { readChoice, readCount, readNumber, readString } from '../fieldReaders.ts';
import { isJsonObject } from '../json.ts';
import { QUALITIES, type Quality } from './meta.ts';

/**
 * The states of a job. `asks` waits for a person: the inputs are not what whoever asked for it saw. The last three are
 * final.
 */
export const JOB_STATES = ['asks', 'queued', 'running', 'done', 'failed', 'cancelled'] as const;
/** One of the job states. */
export type JobState = (typeof JOB_STATES)[number];

/** What stopped a job: a closed reason, what happened and what to do, for a person. */
export interface JobError {
  readonly reason: string;
  readonly message: string;
}

/** The run of an intent, keyed by the intent's id. Progress is not here: it is the job-runner's awareness. */
export interface JobRow {
  readonly id: string;
  readonly kind: 'take' | 'render';
  readonly nodeId: string;
  readonly slotId: string;
  readonly state: JobState;
  readonly attempts: number;
  /** The tier it runs at, which `notice` explains when it is not the one that was asked for. */
  readonly quality: Quality;
  readonly notice: string;
  readonly worker: string;
  /** The parts of the inputs that changed, by name, of a job that asks. */
  readonly changed: readonly string[];
  readonly error: JobError | null;
  readonly queuedAt: number;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** True for a state that never changes again. */
export function isFinal(state: JobState): state is 'done' | 'failed' | 'cancelled' {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** Reads a job; undefined when the record names no node. Absent times are 0. */
export function readJob(id: string, record: unknown): JobRow | undefined {
  if (!(record instanceof Y.Map)) return undefined;
  const nodeId = readString(record, 'nodeId', '');
  if (nodeId === '') return undefined;
  return Object.freeze({
    id,
    nodeId,
    kind: readChoice(record, 'kind', ['take', 'render'], 'take'),
    slotId: readString(record, 'slotId', nodeId),
    state: readChoice(record, 'state', JOB_STATES, 'queued'),
    attempts: readCount(record, 'attempts', 0),
    quality: readChoice(record, 'quality', QUALITIES, 'standard'),
    notice: readString(record, 'notice', ''),
    worker: readString(record, 'worker', ''),
    changed: readNames(record.get('changed')),
    error: readError(record.get('error')),
    queuedAt: readNumber(record, 'queuedAt', 0),
    startedAt: readNumber(record, 'startedAt', 0),
    finishedAt: readNumber(record, 'finishedAt', 0),
  });
}

function readNames(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
}

function readError(value: unknown): JobError | null {
  if (!isJsonObject(value)) return null;
  const { reason, message } = value;
  return typeof reason === 'string' && typeof message === 'string' ? Object.freeze({ reason, message }) : null;
}
