import type { RunnerStatus } from '@studio/shared/api';
import type { CollabClient } from './collab/collabClient.ts';
import type { Logger } from './logger.ts';
import type { JobQueue } from './queue/jobQueue.ts';
import type { WorkerPool } from './workers/workerPool.ts';

/** What the heartbeat tells and how. */
export interface HeartbeatParts {
  readonly runnerId: string;
  readonly collab: Pick<CollabClient, 'reportStatus' | 'reportGone'>;
  readonly pool: Pick<WorkerPool, 'statuses'>;
  readonly queue: Pick<JobQueue, 'counts'>;
  readonly queueBackend: RunnerStatus['queueBackend'];
  readonly ffmpegVersion: () => string | null;
  readonly log: Logger;
  readonly everyMs?: number;
}

/** Tells the collab-server every few seconds what this runner is and does; one that is silent counts as gone there. */
export class Heartbeat {
  readonly #parts: HeartbeatParts;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> | undefined;
  #isHeard = true;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.beat(), this.#parts.everyMs ?? 5000);
    void this.beat();
  }

  /** Sends no more heartbeats and says so; the collab-server finds it out by itself where it cannot be told. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    const { collab, runnerId, log } = this.#parts;
    await collab.reportGone(runnerId).catch((error: unknown) => {
      log.info({ error: String(error) }, 'The collab-server could not be told that this runner stops');
    });
  }

  /** Sends one heartbeat now, or waits for the one that is on its way. */
  beat(): Promise<void> {
    this.#beating ??= this.#send().finally(() => {
      this.#beating = undefined;
    });
    return this.#beating;
  }

  async #send(): Promise<void> {
    try {
      await this.#parts.collab.reportStatus(this.#parts.runnerId, await this.status());
      this.#isHeard = true;
    } catch (error) {
      // Said once, not every five seconds.
      if (this.#isHeard) this.#parts.log.warn({ error: String(error) }, 'The collab-server does not hear this runner');
      this.#isHeard = false;
    }
  }

  /** The state of this runner now. */
  async status(): Promise<RunnerStatus> {
    const { pool, queue, queueBackend, ffmpegVersion } = this.#parts;
    return {
      workers: [...pool.statuses()],
      queues: { ...(await queue.counts()) },
      queueBackend,
      ffmpeg: ffmpegVersion(),
    };
  }
}
