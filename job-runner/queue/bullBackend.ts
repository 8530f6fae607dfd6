import { createPostgresBackend, Queue, Worker, type WorkerOptions, withBackend } from 'bullmq';

/** As much of a BullMQ job as the adapter uses, the same on both backends. */
export interface BullJob {
  readonly id?: string | undefined;
  getState(): Promise<string>;
  remove(): Promise<void>;
  moveToCompleted(value: unknown, token: string, fetchNext: boolean): Promise<unknown>;
  moveToDelayed(timestamp: number, token: string): Promise<void>;
  moveToWait(token: string): Promise<unknown>;
}

/** One queue of BullMQ with the worker object that takes jobs from it by hand. */
export interface BullPair {
  readonly queue: {
    add(name: string, content: object, options: object): Promise<unknown>;
    getJob(id: string): Promise<BullJob | undefined>;
    getJobCounts(
      ...states: readonly ('waiting' | 'prioritized' | 'delayed' | 'active')[]
    ): Promise<{ [state: string]: number }>;
    waitUntilReady(): Promise<unknown>;
    close(): Promise<void>;
  };
  readonly worker: {
    getNextJob(token: string, options: { block: boolean }): Promise<BullJob | undefined>;
    extendJobLocks(ids: string[], tokens: string[], durationMs: number): Promise<string[]>;
    startStalledCheckTimer(): Promise<void>;
    waitUntilReady(): Promise<unknown>;
    close(force?: boolean): Promise<void>;
  };
}

/** Times of the locks; a runner that dies is noticed within their sum. */
export interface LockTimes {
  readonly lockMs: number;
  readonly checkMs: number;
}

/** A backend of the queue: which one it is, and how it opens one of the queues. Errors go to `onError`, never lost. */
export interface BullBackend {
  readonly name: 'postgres' | 'redis';
  open(queue: string, times: LockTimes, onError: (error: Error) => void): BullPair;
}

// Attempts are counted in our own tables: BullMQ must not fail a job because two runners died on it.
const MAX_STALLED = 1_000_000;

function workerOptions<Connection>(connection: Connection, times: LockTimes): WorkerOptions<Connection> {
  return {
    connection,
    autorun: false,
    lockDuration: times.lockMs,
    stalledInterval: times.checkMs,
    maxStalledCount: MAX_STALLED,
  };
}

/** BullMQ in the schema `queue` of a PostgreSQL. */
export function postgresBackend(url: string): BullBackend {
  const Classes = withBackend(createPostgresBackend);
  const connection = { connectionString: url, schema: 'queue', migrate: true, max: 2 };
  return {
    name: 'postgres',
    open(name, times, onError) {
      const queue = new Classes.Queue(name, { connection });
      const worker = new Classes.Worker(name, null, workerOptions(connection, times));
      queue.on('error', onError);
      worker.on('error', onError);
      return { queue, worker };
    },
  };
}

/** BullMQ on a Redis, which should keep an append-only file. */
export function redisBackend(url: string): BullBackend {
  return {
    name: 'redis',
    open(name, times, onError) {
      const queue = new Queue(name, { connection: { url } });
      const worker = new Worker(name, null, workerOptions({ url, maxRetriesPerRequest: null }, times));
      queue.on('error', onError);
      worker.on('error', onError);
      return { queue, worker };
    },
  };
}
