import type { JobChange, JobState, Quality } from '@studio/shared/document';
import type { AttemptStore } from '../database/attemptStore.ts';
import type { AcceptedIntent, FinalState, IntentStore } from '../database/intentStore.ts';
import type { Signals } from '../database/signals.ts';
import type { JoinedProject, ProjectDocuments } from '../documents/projectDocuments.ts';
import type { ProjectSession } from '../documents/projectSession.ts';
import { isGone, Unavailable } from '../documents/unavailable.ts';
import { waitForIntent } from '../documents/waitForIntent.ts';
import type { Logger } from '../logger.ts';
import type { TakenJob } from '../queue/jobQueue.ts';
import { endRun } from './endRun.ts';
import { jobHead, jobOf, noteJob } from './ledgerNotes.ts';
import { failed, type Outcome, type Processor, type StopReason } from './run.ts';
import { watchCancellation } from './watchCancellation.ts';

/** What running jobs needs. */
export interface JobRunnerParts {
  readonly runnerId: string;
  readonly intents: IntentStore;
  readonly attempts: Pick<AttemptStore, 'begin' | 'end' | 'isNewest'>;
  readonly documents: Pick<ProjectDocuments, 'join'>;
  readonly signals: Pick<Signals, 'subscribe'>;
  readonly clock: () => number;
  readonly log: Logger;
  /** The slot whose Takes an intent's results join, for the ledger. */
  readonly slotOf: (session: ProjectSession, accepted: AcceptedIntent) => string;
  /** Stops what an earlier attempt left running on a worker; called when a run is cancelled. */
  readonly stopPrompts: (intentId: string) => Promise<void>;
  readonly onOutcome?: (kind: string) => void;
}

/** A job in the hands of a place: a worker, or the render desk. */
export interface JobCall {
  readonly taken: TakenJob;
  readonly placeName: string;
  readonly processor: Processor;
  /** Aborts when the process must end; the job is then given back. */
  readonly shutdown: AbortSignal;
}

const MAX_ATTEMPTS = 8;
const LONGEST_WAIT_MS = 30_000;
const UNREACHABLE_WAIT_MS = 3000;
const INTENT_WAIT_MS = 5000;

/** Runs a taken job from the queue to its end in the ledger: at most one attempt publishes, whatever dies in between. */
export class JobRunner {
  readonly #parts: JobRunnerParts;

  constructor(parts: JobRunnerParts) {
    this.#parts = parts;
  }

  /** Runs the job, and settles it or gives it back. Never throws for what a run may meet. */
  async run(call: JobCall): Promise<void> {
    const { taken } = call;
    const log = this.#parts.log.child({ intentId: taken.intentId });
    let joined: JoinedProject | undefined;
    let attempt = 0;
    try {
      const accepted = await this.#parts.intents.find(taken.intentId);
      if (!accepted || accepted.isFinal) return await taken.finish();
      joined = await this.#parts.documents.join(accepted.projectId);
      attempt = await this.#parts.attempts.begin(taken.intentId, this.#parts.runnerId, call.placeName);
      const bound = log.child({ projectId: accepted.projectId, attempt });
      const outcome = await this.#attempt({ call, accepted, session: joined.session, attempt, log: bound });
      bound.info({ outcome: outcome.kind, place: call.placeName }, 'A run ended');
      this.#parts.onOutcome?.(outcome.kind);
    } catch (error) {
      if (isGone(error)) return await this.#drop(taken, log);
      const isExpected = error instanceof Unavailable;
      log[isExpected ? 'warn' : 'error']({ err: error, attempt }, 'A run could not go on; it is given back');
      await this.#giveBack(taken, attempt, log);
    } finally {
      joined?.session.clearProgress(taken.intentId);
      joined?.leave();
    }
  }

  async #attempt(at: Attempt): Promise<Outcome> {
    const { call, accepted, session, attempt } = at;
    const { intent } = accepted;
    const stop = new AbortController();
    const stopFor = (reason: StopReason) => () => stop.abort(reason);
    const onShutdown = stopFor('shutdown');
    const onLost = stopFor('lock-lost');
    const stopWatching = watchCancellation(intent.id, session, this.#parts.signals, stopFor('cancelled'));
    call.shutdown.addEventListener('abort', onShutdown, { once: true });
    call.taken.lost.addEventListener('abort', onLost, { once: true });
    if (call.shutdown.aborted) onShutdown();
    try {
      if (await this.#parts.intents.isCancelled(intent.id)) stop.abort('cancelled');
      const outcome = stop.signal.aborted ? ({ kind: 'stopped' } as const) : await this.#process(at, stop.signal);
      await this.#settle(at, outcome, stop.signal.reason as StopReason | undefined);
      await this.#parts.attempts.end(intent.id, attempt, outcome.kind);
      return outcome;
    } finally {
      stopWatching();
      call.shutdown.removeEventListener('abort', onShutdown);
      call.taken.lost.removeEventListener('abort', onLost);
    }
  }

  async #process(at: Attempt, signal: AbortSignal): Promise<Outcome> {
    const { call, accepted, session, attempt, log } = at;
    if (attempt > MAX_ATTEMPTS) {
      return failed('too-many-attempts', `This run was begun ${MAX_ATTEMPTS} times and never ended. Run it again.`);
    }
    if (!(await waitForIntent(session.project, accepted.intent.id, INTENT_WAIT_MS))) {
      log.warn({}, 'The project does not hold this intent; it runs as things stand');
    }
    const now = this.#parts.clock();
    await this.#note(at, 'running', { attempts: attempt, worker: call.placeName, startedAt: now });
    const run = {
      intent: accepted.intent,
      projectId: accepted.projectId,
      quality: accepted.quality,
      notice: accepted.notice,
      frozen: accepted.frozen,
      attempt,
      session,
      signal,
      log,
      fallBack: async (quality: Quality, notice: string) => {
        await this.#parts.intents.changeTier(accepted.intent.id, quality, notice);
        await noteJob(session, accepted.intent.id, { quality, notice });
      },
    };
    try {
      return await call.processor(run);
    } catch (error) {
      // What was under way when the run was told to stop fails; that is no news.
      if (signal.aborted) return { kind: 'stopped' };
      throw error;
    }
  }

  async #settle(at: Attempt, outcome: Outcome, stopped: StopReason | undefined): Promise<void> {
    const { call, accepted, attempt } = at;
    const { id } = accepted.intent;
    // Whoever took the job over says how it ends.
    if (outcome.kind === 'stale' || (outcome.kind === 'stopped' && stopped === 'lock-lost')) return;
    if (!(await this.#parts.attempts.isNewest(id, attempt))) return;
    if (outcome.kind === 'done') return this.#finish(at, 'done', {});
    if (outcome.kind === 'failed') return this.#finish(at, 'failed', { error: outcome.error });
    if (outcome.kind === 'stopped' && stopped === 'cancelled') {
      await this.#parts.stopPrompts(id);
      return this.#finish(at, 'cancelled', {});
    }
    if (outcome.kind === 'again') at.log.warn({ why: outcome.why }, 'A run goes back to the queue');
    await this.#note(at, 'queued', { worker: '' });
    await call.taken.giveBack(outcome.kind === 'again' ? waitMs(attempt) : 0);
  }

  /** Ledger and our own table, then the queue: killed in between, the next attempt only repeats what is missing. */
  async #finish(at: Attempt, state: FinalState, change: JobChange): Promise<void> {
    const { session, accepted } = at;
    const slotId = this.#parts.slotOf(session, accepted);
    const finishedAt = this.#parts.clock();
    await endRun({ session, accepted, slotId, intents: this.#parts.intents }, state, { ...change, finishedAt });
    await at.call.taken.finish();
  }

  async #note({ session, accepted }: Attempt, state: JobState, change: object): Promise<void> {
    const { id } = accepted.intent;
    const head = jobOf(session, id) ? {} : jobHead(accepted, this.#parts.slotOf(session, accepted));
    await noteJob(session, id, { ...head, ...change, state });
  }

  /** There is nobody left to tell: the run ends in our own table and in the queue. */
  async #drop(taken: TakenJob, log: Logger): Promise<void> {
    log.warn({}, 'The project of a run is gone; the run is dropped');
    await this.#parts.intents.settle(taken.intentId, 'cancelled');
    await taken.finish();
  }

  async #giveBack(taken: TakenJob, attempt: number, log: Logger): Promise<void> {
    try {
      await taken.giveBack(waitMs(attempt));
    } catch (error) {
      // The lock runs out by itself, and the queue gives the job to somebody.
      log.warn({ error: String(error) }, 'The job could not be given back; its lock will run out');
    }
  }
}

interface Attempt {
  readonly call: JobCall;
  readonly accepted: AcceptedIntent;
  readonly session: ProjectSession;
  readonly attempt: number;
  readonly log: Logger;
}

function waitMs(attempt: number): number {
  // An attempt that never began met a server that does not answer.
  return attempt === 0 ? UNREACHABLE_WAIT_MS : Math.min(LONGEST_WAIT_MS, 500 * 2 ** attempt);
}
