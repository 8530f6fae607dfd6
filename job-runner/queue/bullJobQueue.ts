import { randomUUID } from 'node:crypto';
import type { Logger } from '../logger.ts';
import type { BullBackend, BullJob, BullPair, LockTimes } from './bullBackend.ts';
import {
  type JobQueue,
  QUEUE_NAMES,
  type QueueCounts,
  type QueueName,
  type QueuePlace,
  type TakenJob,
} from './jobQueue.ts';
import { keepLock } from './keepLock.ts';

const KEEP_FINISHED_SECONDS = 86_400;
const DEFAULT_TIMES: LockTimes = { lockMs: 4000, checkMs: 1000 };
const WAITING_STATES = ['waiting', 'prioritized', 'delayed'] as const;

/** The queue of runs on BullMQ; jobs are taken by hand, so that one worker can serve several queues in order. */
export class BullJobQueue implements JobQueue {
  readonly #pairs: ReadonlyMap<QueueName, BullPair>;
  readonly #times: LockTimes;
  readonly #clock: () => number;
  readonly #log: Logger;

  constructor(backend: BullBackend, clock: () => number, log: Logger, times: LockTimes = DEFAULT_TIMES) {
    const onError = (error: Error) => log.warn({ error: error.message }, 'The queue reports an error');
    this.#pairs = new Map(QUEUE_NAMES.map((name) => [name, backend.open(name, times, onError)]));
    this.#times = times;
    this.#clock = clock;
    this.#log = log;
  }

  /** Waits for the backend and begins to look for jobs whose runner died. */
  async open(): Promise<void> {
    for (const { queue, worker } of this.#pairs.values()) {
      await queue.waitUntilReady();
      await worker.waitUntilReady();
      await worker.startStalledCheckTimer();
    }
  }

  async add(queue: QueueName, intentId: string, priority: number): Promise<void> {
    await this.#pair(queue).queue.add(
      'run',
      {},
      {
        jobId: intentId,
        priority,
        removeOnComplete: { age: KEEP_FINISHED_SECONDS, count: 10_000 },
        removeOnFail: { age: KEEP_FINISHED_SECONDS, count: 10_000 },
      },
    );
  }

  async take(queues: readonly QueueName[]): Promise<TakenJob | undefined> {
    for (const name of queues) {
      const { worker } = this.#pair(name);
      const token = randomUUID();
      const job = await worker.getNextJob(token, { block: false });
      if (job?.id) return this.#taken(name, job, job.id, token);
    }
    return undefined;
  }

  async removeWaiting(queue: QueueName, intentId: string): Promise<boolean> {
    return this.#removeWhen(queue, intentId, (place) => place === 'waiting');
  }

  async forget(queue: QueueName, intentId: string): Promise<void> {
    await this.#removeWhen(queue, intentId, (place) => place === 'finished');
  }

  async find(queue: QueueName, intentId: string): Promise<QueuePlace> {
    return placeOf(await this.#pair(queue).queue.getJob(intentId));
  }

  async counts(): Promise<Readonly<Record<QueueName, QueueCounts>>> {
    const entries = await Promise.all(
      [...this.#pairs].map(async ([name, { queue }]) => {
        const counts = await queue.getJobCounts(...WAITING_STATES, 'active');
        const waiting = WAITING_STATES.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
        return [name, { waiting, active: counts['active'] ?? 0 }] as const;
      }),
    );
    return Object.fromEntries(entries) as Record<QueueName, QueueCounts>;
  }

  async isReachable(): Promise<boolean> {
    try {
      await this.counts();
      return true;
    } catch (error) {
      this.#log.warn({ error: String(error) }, 'The queue does not answer');
      return false;
    }
  }

  async close(): Promise<void> {
    for (const { queue, worker } of this.#pairs.values()) {
      await worker.close(true);
      await queue.close();
    }
  }

  #pair(name: QueueName): BullPair {
    const pair = this.#pairs.get(name);
    if (!pair) throw new RangeError(`There is no queue ${name}.`);
    return pair;
  }

  #taken(queue: QueueName, job: BullJob, intentId: string, token: string): TakenJob {
    const lock = keepLock({
      renew: async () => {
        const lost = await this.#pair(queue).worker.extendJobLocks([intentId], [token], this.#times.lockMs);
        return lost.length === 0;
      },
      lockMs: this.#times.lockMs,
      clock: this.#clock,
      log: this.#log.child({ intentId }),
    });
    return {
      intentId,
      queue,
      lost: lock.lost,
      finish: async () => {
        lock.stop();
        await job.moveToCompleted('finished', token, false);
      },
      giveBack: async (delayMs) => {
        lock.stop();
        if (delayMs > 0) await job.moveToDelayed(this.#clock() + delayMs, token);
        else await job.moveToWait(token);
      },
    };
  }

  async #removeWhen(queue: QueueName, intentId: string, isWanted: (place: QueuePlace) => boolean): Promise<boolean> {
    const job = await this.#pair(queue).queue.getJob(intentId);
    if (!job || !isWanted(await placeOf(job))) return false;
    try {
      await job.remove();
      return true;
    } catch (error) {
      // Somebody took it between the look and the removal: it is not waiting any more.
      this.#log.debug({ intentId, error: String(error) }, 'The job was taken before it could be removed');
      return false;
    }
  }
}

async function placeOf(job: BullJob | undefined): Promise<QueuePlace> {
  const state = await job?.getState();
  if (state === 'active') return 'active';
  if (state === 'completed' || state === 'failed') return 'finished';
  return state === undefined || state === 'unknown' ? 'absent' : 'waiting';
}
