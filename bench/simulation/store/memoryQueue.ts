import { keepLock } from '../../../job-runner/queue/keepLock.ts';
import type { Logger } from '../../../job-runner/logger.ts';
import {
  type JobQueue,
  QUEUE_NAMES,
  type QueueCounts,
  type QueueName,
  type QueuePlace,
  type TakenJob,
} from '../../../job-runner/queue/jobQueue.ts';
import type { StoreLink } from './storeLink.ts';

interface Job {
  readonly intentId: string;
  readonly priority: number;
  readonly order: number;
  notBefore: number;
  token: string | undefined;
  lockedUntil: number;
  isFinished: boolean;
}

/** The jobs of all runners: one table a queue. */
export class QueueTables {
  readonly #queues = new Map(QUEUE_NAMES.map((name) => [name, new Map<string, Job>()]));
  #order = 0;
  #tokens = 0;

  of(name: QueueName): Map<string, Job> {
    const jobs = this.#queues.get(name);
    if (!jobs) throw new RangeError(`There is no queue ${name}.`);
    return jobs;
  }

  nextOrder(): number {
    return (this.#order += 1);
  }

  nextToken(): string {
    return String((this.#tokens += 1));
  }
}

/** What the queue of one runner is made of; `lockMs` is how long a job stays its runner's without being renewed. */
export interface MemoryQueueParts {
  readonly tables: QueueTables;
  readonly link: StoreLink;
  /** The clock of the queue's backend. */
  readonly backendClock: () => number;
  /** The clock of the runner. */
  readonly clock: () => number;
  readonly lockMs: number;
  readonly log: Logger;
}

/** The queue of runs in memory, by the same port as the one on BullMQ. */
export function createMemoryQueue(parts: MemoryQueueParts): JobQueue {
  const { tables, link } = parts;
  const find = (queue: QueueName, intentId: string) => placeOf(parts, tables.of(queue).get(intentId));
  const removeWhen = (queue: QueueName, intentId: string, wanted: QueuePlace) =>
    link.call(() => find(queue, intentId) === wanted && tables.of(queue).delete(intentId));
  return {
    add: (queue, intentId, priority) =>
      link.call(() => {
        const jobs = tables.of(queue);
        const order = tables.nextOrder();
        const job = { intentId, priority, order, notBefore: 0, token: undefined, lockedUntil: 0, isFinished: false };
        if (!jobs.has(intentId)) jobs.set(intentId, job);
      }),
    async take(queues) {
      const taken = await link.call(() => takeFirst(parts, queues));
      return taken && hold(parts, taken.queue, taken.job, taken.token);
    },
    removeWaiting: (queue, intentId) => removeWhen(queue, intentId, 'waiting'),
    forget: async (queue, intentId) => void (await removeWhen(queue, intentId, 'finished')),
    find: (queue, intentId) => link.call(() => find(queue, intentId)),
    counts: () => link.call(() => countAll(parts)),
    isReachable: async () => true,
    close: async () => undefined,
  };
}

function placeOf({ backendClock }: MemoryQueueParts, job: Job | undefined): QueuePlace {
  if (!job) return 'absent';
  if (job.isFinished) return 'finished';
  return job.token !== undefined && job.lockedUntil > backendClock() ? 'active' : 'waiting';
}

// A job whose lock ran out is taken as one that waits: its runner died, or believes that it lives.
function takeFirst(parts: MemoryQueueParts, queues: readonly QueueName[]) {
  const now = parts.backendClock();
  for (const queue of queues) {
    const [job] = [...parts.tables.of(queue).values()]
      .filter((one) => placeOf(parts, one) === 'waiting' && one.notBefore <= now)
      .sort((one, other) => one.priority - other.priority || one.order - other.order);
    if (!job) continue;
    const token = parts.tables.nextToken();
    job.token = token;
    job.lockedUntil = now + parts.lockMs;
    return { queue, job, token };
  }
  return undefined;
}

function hold(parts: MemoryQueueParts, queue: QueueName, job: Job, token: string): TakenJob {
  const { link, lockMs, backendClock } = parts;
  const change = (act: () => void) =>
    link.call(() => {
      if (job.token !== token) throw new Error('Missing lock: another runner has this job.');
      act();
    });
  const lock = keepLock({
    ...parts,
    renew: () =>
      link.call(() => {
        if (job.token === token) job.lockedUntil = backendClock() + lockMs;
        return job.token === token;
      }),
  });
  return {
    intentId: job.intentId,
    queue,
    lost: lock.lost,
    finish: () => {
      lock.stop();
      return change(() => {
        job.isFinished = true;
        job.token = undefined;
      });
    },
    giveBack: (delayMs) => {
      lock.stop();
      return change(() => {
        job.token = undefined;
        job.notBefore = backendClock() + delayMs;
      });
    },
  };
}

function countAll(parts: MemoryQueueParts): Readonly<Record<QueueName, QueueCounts>> {
  const entries = QUEUE_NAMES.map((name) => {
    const places = [...parts.tables.of(name).values()].map((job) => placeOf(parts, job));
    const count = (wanted: QueuePlace) => places.filter((place) => place === wanted).length;
    return [name, { waiting: count('waiting'), active: count('active') }] as const;
  });
  return Object.fromEntries(entries) as Record<QueueName, QueueCounts>;
}
