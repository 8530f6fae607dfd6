import type { GpuQueue, RENDER_QUEUE } from '@studio/shared/jobs';

/** The queues of the studio, named for the hardware that they need. */
export type QueueName = GpuQueue | typeof RENDER_QUEUE;

/** Every queue, smallest hardware first. */
export const QUEUE_NAMES: readonly QueueName[] = ['gpu-12gb', 'gpu-16gb', 'gpu-24gb', 'render'];

/** How many jobs stand in a queue. */
export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
}

/** Where a job is, as its queue knows. */
export type QueuePlace = 'waiting' | 'active' | 'finished' | 'absent';

/**
 * A job in the hands of this runner. It stays its own while the lock is renewed; `lost` fires when it is not, and then
 * another runner has it and nothing more may be said of it here.
 */
export interface TakenJob {
  readonly intentId: string;
  readonly queue: QueueName;
  readonly lost: AbortSignal;
  /** The job is over, however it ended; it is never taken again. */
  finish(): Promise<void>;
  /** Gives the job back, to be taken again after `delayMs`. */
  giveBack(delayMs: number): Promise<void>;
}

/** The queue of runs. A job is known by its intent's id and stands in at most one queue, once. */
export interface JobQueue {
  /** Adds a job; one that is there, or was there within a day, is left as it is. Lower priorities run first, from 1. */
  add(queue: QueueName, intentId: string, priority: number): Promise<void>;
  /** Takes the next job of the first queue that has one. */
  take(queues: readonly QueueName[]): Promise<TakenJob | undefined>;
  /** Removes a job that nobody has taken; false when it is not waiting. */
  removeWaiting(queue: QueueName, intentId: string): Promise<boolean>;
  /** Removes a finished job, so that it may be added again. */
  forget(queue: QueueName, intentId: string): Promise<void>;
  find(queue: QueueName, intentId: string): Promise<QueuePlace>;
  counts(): Promise<Readonly<Record<QueueName, QueueCounts>>>;
  /** True when the backend answers. */
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
}
