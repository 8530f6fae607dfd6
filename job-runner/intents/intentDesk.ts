import { type IntentRow, type JobError, rootMap } from '@studio/shared/document';
import { chooseTier, type InputVerdict, judgeInputs, RENDER_QUEUE, type TierChoice, tierOf } from '@studio/shared/jobs';
import { ok, type Result } from '@studio/shared/result';
import type { AcceptedIntent, IntentStore } from '../database/intentStore.ts';
import type { Signals } from '../database/signals.ts';
import type { ProjectDocuments } from '../documents/projectDocuments.ts';
import type { ProjectSession } from '../documents/projectSession.ts';
import { Unavailable } from '../documents/unavailable.ts';
import { waitForIntent } from '../documents/waitForIntent.ts';
import type { InputsNow } from '../generation/frozenInputs.ts';
import type { Logger } from '../logger.ts';
import type { JobQueue } from '../queue/jobQueue.ts';
import { endRun } from '../runs/endRun.ts';
import { jobHead, jobOf, noteJob } from '../runs/ledgerNotes.ts';
import type { IntakeDesk } from './outboxIntake.ts';

/** What the desk works with. */
export interface IntentDeskParts {
  readonly intents: IntentStore;
  readonly queue: JobQueue;
  readonly documents: Pick<ProjectDocuments, 'join'>;
  readonly signals: Pick<Signals, 'send'>;
  readonly workers: { memoryGb(): Promise<readonly number[]> };
  /** Until then a run waits for a first worker; after it, a run that no worker could ever serve fails. */
  readonly workersAwaitedUntil: number;
  /** The tiers of the pipeline that a node would use. */
  readonly offeredTiers: (session: ProjectSession, nodeId: string) => readonly AcceptedIntent['quality'][];
  /** What the run of an intent would be made from as its project stands; undefined when it cannot run. */
  readonly readInputs: (session: ProjectSession, intent: IntentRow) => InputsNow | undefined;
  readonly slotOf: (session: ProjectSession, intent: Pick<AcceptedIntent, 'intent'>) => string;
  readonly clock: () => number;
  readonly log: Logger;
}

/** An intent at the desk, and what our table says of it. */
interface Arrival {
  readonly projectId: string;
  readonly intent: IntentRow;
  readonly known: AcceptedIntent | undefined;
}

/** A person's tenth waiting run comes after another's first: fair by how much is asked, up to this many steps. */
const MAX_PRIORITY = 1000;
const INTENT_WAIT_MS = 5000;

/** Takes intents and cancellations in: into our table, the ledger and the queue, each step harmless when repeated. */
export class IntentDesk implements IntakeDesk {
  readonly #parts: IntentDeskParts;

  constructor(parts: IntentDeskParts) {
    this.#parts = parts;
  }

  async acceptIntent(projectId: string, intent: IntentRow): Promise<void> {
    const known = await this.#parts.intents.find(intent.id);
    if (known?.isFinal && !known.isAsked) return;
    const joined = await this.#parts.documents.join(projectId);
    try {
      await waitForIntent(joined.session.project, intent.id, INTENT_WAIT_MS);
      await this.#weigh(joined.session, { projectId, intent, known });
    } finally {
      joined.leave();
    }
  }

  async acceptCancellation(projectId: string, intentId: string): Promise<void> {
    await this.#parts.intents.cancel(intentId);
    const accepted = await this.#parts.intents.find(intentId);
    if (!accepted || (accepted.isFinal && !accepted.isAsked)) return;
    if (!accepted.isAsked && !(await this.#parts.queue.removeWaiting(accepted.queue, intentId))) {
      return this.#parts.signals.send({ kind: 'cancel', intentId });
    }
    const joined = await this.#parts.documents.join(projectId);
    try {
      await this.#close(joined.session, accepted, 'cancelled');
    } finally {
      joined.leave();
    }
  }

  /** Puts an accepted intent into its queue and tells everybody who waits for work. */
  async enqueue(accepted: AcceptedIntent): Promise<void> {
    await this.#parts.queue.add(accepted.queue, accepted.intent.id, accepted.priority);
    await this.#parts.signals.send({ kind: 'work', intentId: accepted.intent.id });
  }

  /** Cancelled, asked about, impossible, or queued: what becomes of an intent that the project holds. */
  async #weigh(session: ProjectSession, { projectId, intent, known }: Arrival): Promise<void> {
    const now = this.#parts.readInputs(session, intent);
    const isNew = !known && !jobOf(session, intent.id);
    const verdict: InputVerdict =
      isNew || known?.isAsked
        ? judgeInputs(intent, now?.fingerprint, this.#parts.clock())
        : { kind: 'run', notice: '' };
    const isAsked = known?.isAsked ?? verdict.kind === 'ask';
    const choice = isAsked ? ok(undefined) : await this.#chooseTier(session, intent);
    const notice = verdict.kind === 'run' ? verdict.notice : '';
    const frozen = intent.inputs && !isAsked ? (now?.frozen ?? null) : null;
    const accepted = known ?? (await this.#accept(projectId, intent, choice, { notice, frozen, isAsked }));
    if (await this.#isCancelled(session, intent.id)) return this.#close(session, accepted, 'cancelled');
    if (intent.answers && !(await this.#answer(session, intent.answers, intent.id))) {
      return this.#close(session, accepted, 'cancelled', { notice: 'Somebody asked for this at the same moment.' });
    }
    if (isAsked) return this.#noteAsked(session, accepted, verdict.kind === 'ask' ? verdict.changed : []);
    if (!choice.ok && !known) return this.#close(session, accepted, 'failed', { error: choice.failure });
    await this.#noteQueued(session, accepted);
    await this.enqueue(accepted);
  }

  /** In our table, or already in the project: what was cancelled offline comes in one piece with its intent. */
  async #isCancelled(session: ProjectSession, intentId: string): Promise<boolean> {
    if (rootMap(session.project, 'cancellations').has(intentId)) return true;
    return this.#parts.intents.isCancelled(intentId);
  }

  /** Lets an intent stand for the one that asks; false when another does already. */
  async #answer(session: ProjectSession, askedId: string, answerId: string): Promise<boolean> {
    if ((await this.#parts.intents.claimAnswer(askedId, answerId)) !== answerId) return false;
    const asked = await this.#parts.intents.find(askedId);
    if (asked?.isAsked)
      await this.#close(session, asked, 'cancelled', { notice: 'Asked for again with the new inputs.' });
    return true;
  }

  async #chooseTier(session: ProjectSession, intent: IntentRow): Promise<Result<TierChoice | undefined, 'no-worker'>> {
    if (intent.kind === 'render') return ok(undefined);
    const offered = this.#parts.offeredTiers(session, intent.nodeId);
    // A node that cannot run has no pipeline; the run itself will say why.
    const tiers = offered.length > 0 ? offered : (['low', 'standard', 'high'] as const);
    const memoryGb = await this.#parts.workers.memoryGb();
    if (memoryGb.length === 0 && this.#parts.clock() < this.#parts.workersAwaitedUntil) {
      throw new Unavailable('No worker has answered yet.');
    }
    return chooseTier(intent.quality, memoryGb, tiers);
  }

  async #accept(
    projectId: string,
    intent: IntentRow,
    choice: Result<TierChoice | undefined, 'no-worker'>,
    inputs: Pick<AcceptedIntent, 'notice' | 'frozen' | 'isAsked'>,
  ): Promise<AcceptedIntent> {
    const chosen = choice.ok ? choice.value : undefined;
    const open = await this.#parts.intents.countOpen(intent.requestedBy.id);
    return this.#parts.intents.accept({
      intent,
      projectId,
      queue: intent.kind === 'render' ? RENDER_QUEUE : (chosen?.tier ?? tierOf(intent.quality)).queue,
      quality: chosen?.tier.quality ?? intent.quality,
      ...inputs,
      notice: [inputs.notice, chosen?.notice].filter(Boolean).join(' '),
      priority: Math.min(MAX_PRIORITY, 1 + open),
    });
  }

  async #noteQueued(session: ProjectSession, accepted: AcceptedIntent): Promise<void> {
    // Delivered twice, it may be running already: only the first word about a job is "queued".
    if (jobOf(session, accepted.intent.id)) return;
    await noteJob(session, accepted.intent.id, {
      ...jobHead(accepted, this.#parts.slotOf(session, accepted)),
      state: 'queued',
      queuedAt: this.#parts.clock(),
    });
  }

  async #noteAsked(session: ProjectSession, accepted: AcceptedIntent, changed: readonly string[]): Promise<void> {
    if (jobOf(session, accepted.intent.id)) return;
    const head = { ...jobHead(accepted, this.#parts.slotOf(session, accepted)), queuedAt: this.#parts.clock() };
    await noteJob(session, accepted.intent.id, { ...head, state: 'asks', changed: [...changed] });
    this.#parts.log.info({ intentId: accepted.intent.id, changed }, 'A run waits for a person: its inputs changed');
  }

  async #close(
    session: ProjectSession,
    accepted: AcceptedIntent,
    state: 'cancelled' | 'failed',
    { error, notice }: { readonly error?: JobError; readonly notice?: string } = {},
  ): Promise<void> {
    const { id } = accepted.intent;
    const slotId = this.#parts.slotOf(session, accepted);
    const why = {
      ...(error ? { error: { reason: error.reason, message: error.message } } : {}),
      ...(notice ? { notice } : {}),
    };
    const finishedAt = this.#parts.clock();
    await endRun({ session, accepted, slotId, intents: this.#parts.intents }, state, { ...why, finishedAt });
    this.#parts.log.info({ intentId: id, projectId: accepted.projectId, state }, 'A run ended before it began');
  }
}
