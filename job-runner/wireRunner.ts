import type { AttemptStore } from './database/attemptStore.ts';
import type { IntentStore } from './database/intentStore.ts';
import type { OutboxStore } from './database/outboxStore.ts';
import type { Signals } from './database/signals.ts';
import type { ProjectDocuments } from './documents/projectDocuments.ts';
import { agreeOnEnds } from './intents/agreeOnEnds.ts';
import { IntentDesk, type IntentDeskParts } from './intents/intentDesk.ts';
import { OutboxIntake } from './intents/outboxIntake.ts';
import { reconcile } from './intents/reconcile.ts';
import type { Logger } from './logger.ts';
import type { JobQueue } from './queue/jobQueue.ts';
import { JobRunner } from './runs/jobRunner.ts';
import { type Place, TakeLoop } from './runs/takeLoop.ts';

/** What a runner is wired from, whatever stands behind its ports. */
export interface RunnerParts
  extends Pick<IntentDeskParts, 'workers' | 'workersAwaitedUntil' | 'offeredTiers' | 'readInputs' | 'slotOf'> {
  readonly runnerId: string;
  readonly intents: IntentStore;
  readonly attempts: Pick<AttemptStore, 'begin' | 'end' | 'isNewest'>;
  readonly outbox: OutboxStore;
  readonly queue: JobQueue;
  readonly documents: Pick<ProjectDocuments, 'join'>;
  readonly signals: Signals;
  /** Stops what an earlier attempt left running on a worker; called when a run is cancelled. */
  readonly stopPrompts: (intentId: string) => Promise<void>;
  readonly onOutcome?: (kind: string) => void;
  /** The places where jobs run, given who runs them and the signal of the runner's end. */
  readonly placesOf: (jobs: JobRunner, shutdown: AbortSignal) => readonly Place[];
  readonly clock: () => number;
  readonly log: Logger;
}

/** A runner's work under way. */
export interface WiredRunner {
  start(): void;
  /** Takes nothing more; resolves when the row in hand is handled and every run is handed back. */
  stop(): Promise<void>;
}

const RECONCILE_EVERY_MS = 15_000;
const RECONCILE_AGE_MS = 10_000;
/** For longer than any write of a runner can be under way, and than clocks of runners are apart. */
const AGREEMENT_AGE_MS = 5 * 60_000;

/** Joins intake, queue and places: what is in the outbox is accepted, queued, run, and compared with the queue again. */
export function wireRunner(parts: RunnerParts): WiredRunner {
  const { queue, signals, log } = parts;
  const desk = new IntentDesk(parts);
  const jobs = new JobRunner(parts);
  const shutdown = new AbortController();
  const loops = parts.placesOf(jobs, shutdown.signal).map((place) => new TakeLoop({ place, queue, log }));
  const intake = new OutboxIntake({ ...parts, desk });
  let timer: NodeJS.Timeout | undefined;
  const unsubscribe = signals.subscribe(({ kind }) => {
    if (kind === 'outbox') intake.wake();
    if (kind === 'work') for (const loop of loops) loop.wake();
  });
  const check = () => {
    reconcile({ ...parts, desk }, RECONCILE_AGE_MS)
      .then(() => agreeOnEnds(parts, AGREEMENT_AGE_MS))
      .catch((error: unknown) => log.warn({ error: String(error) }, 'Runs could not be compared just now'));
  };
  return {
    start() {
      intake.start();
      for (const loop of loops) loop.start();
      check();
      timer = setInterval(check, RECONCILE_EVERY_MS);
    },
    async stop() {
      clearInterval(timer);
      unsubscribe();
      shutdown.abort('shutdown');
      // A row in hand is finished or left in the outbox, a run goes back to its queue: neither waits for the other.
      await Promise.all([intake.stop(), ...loops.map((loop) => loop.stop())]);
    },
  };
}
