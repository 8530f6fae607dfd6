import { correctJob, isFinal, type JobChange } from '@studio/shared/document';
import type { AcceptedIntent, FinalState, IntentStore } from '../database/intentStore.ts';
import type { ProjectSession } from '../documents/projectSession.ts';
import { jobHead, jobOf, noteJob } from './ledgerNotes.ts';

/** A run that ends: which, and where that is said. `slotId` is the slot whose Takes its results join. */
export interface EndingRun {
  readonly session: ProjectSession;
  readonly accepted: AcceptedIntent;
  readonly slotId: string;
  readonly intents: Pick<IntentStore, 'settle'>;
}

/**
 * Ends a run: the ledger first, then our own table, so that whoever repeats it after a death in between only adds what is
 * missing. Two may end one run at once; the table takes the first word, and the ledger is made to say the same.
 */
export async function endRun(
  run: EndingRun,
  state: FinalState,
  change: JobChange & { readonly finishedAt: number },
): Promise<void> {
  const { session, accepted, slotId, intents } = run;
  const { id } = accepted.intent;
  const job = jobOf(session, id);
  const head = job ? {} : { ...jobHead(accepted, slotId), queuedAt: change.finishedAt };
  await noteJob(session, id, { ...head, ...change, state });
  // What everybody could read already is not unsaid.
  const standing = await intents.settle(id, shownEnd(session, id) ?? state);
  await agreeOnEnd(run, standing, change.finishedAt);
}

/** Makes the ledger say how a run ended by our table; returns whether it said otherwise. */
export async function agreeOnEnd(
  { session, accepted, slotId }: Pick<EndingRun, 'session' | 'accepted' | 'slotId'>,
  state: FinalState,
  at: number,
): Promise<boolean> {
  const { id } = accepted.intent;
  if (jobOf(session, id)?.state === state) return false;
  const head = { ...jobHead(accepted, slotId), queuedAt: at, finishedAt: at };
  const refusal = await session.writeLedger((ledger) => correctJob(ledger, id, head, state));
  if (refusal) throw new Error(`Job ${id}: ${refusal.message}`);
  return true;
}

function shownEnd(session: ProjectSession, intentId: string): FinalState | undefined {
  const state = jobOf(session, intentId)?.state;
  return state !== undefined && isFinal(state) ? state : undefined;
}
