import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../logger.ts';
import type { JobQueue, QueueName, TakenJob } from '../queue/jobQueue.ts';

/** Where jobs run one at a time: a worker, or the render desk. */
export interface Place {
  readonly name: () => string;
  /** The queues to take from now, in order; none while the place cannot work. */
  readonly queues: () => readonly QueueName[];
  /** Reserves the place among all runners; false when another has it. */
  readonly reserve: () => Promise<boolean>;
  readonly release: () => Promise<void>;
  readonly run: (taken: TakenJob) => Promise<void>;
}

/** How the loop is set up. */
export interface TakeLoopOptions {
  readonly place: Place;
  readonly queue: Pick<JobQueue, 'take'>;
  readonly log: Logger;
  readonly pollMs?: number;
  readonly helpAfterMs?: number;
}

/** Takes jobs for one place, one after the other, until it is stopped. */
export class TakeLoop {
  readonly #options: Required<TakeLoopOptions>;
  #wake: () => void = () => undefined;
  #isWoken = false;
  #isStopped = false;
  #ended: Promise<void> | undefined;

  constructor(options: TakeLoopOptions) {
    this.#options = { pollMs: 1000, helpAfterMs: 150, ...options };
  }

  start(): void {
    this.#ended = this.#loop();
  }

  /** Looks at the queues at once: something may be there. */
  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  /** Takes nothing more; resolves when the job in hand is out of it. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.wake();
    await this.#ended;
  }

  async #loop(): Promise<void> {
    while (!this.#isStopped) {
      let hasRun = false;
      try {
        hasRun = await this.#once();
      } catch (error) {
        this.#options.log.warn({ place: this.#options.place.name(), error: String(error) }, 'No job could be taken');
      }
      if (!hasRun && !this.#isStopped) await this.#pause();
    }
  }

  async #once(): Promise<boolean> {
    const { place } = this.#options;
    const queues = place.queues();
    if (queues.length === 0 || !(await place.reserve())) return false;
    try {
      const taken = await this.#take(queues);
      if (!taken) return false;
      await place.run(taken);
      return true;
    } finally {
      await place.release();
    }
  }

  /** A place helps with smaller queues only a moment later: a worker that is made for them comes first. */
  async #take(queues: readonly QueueName[]): Promise<TakenJob | undefined> {
    const { queue, helpAfterMs } = this.#options;
    const own = await queue.take(queues.slice(0, 1));
    if (own || queues.length < 2) return own;
    await delay(helpAfterMs);
    return this.#isStopped ? undefined : queue.take(queues);
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      // What woke the loop while it looked may have come after the look.
      if (this.#isWoken) {
        this.#isWoken = false;
        return resolve();
      }
      const timer = setTimeout(resolve, this.#options.pollMs);
      this.#wake = () => {
        this.#isWoken = false;
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
