import { isFinal } from '@studio/shared/document';
import type { AcceptedIntent, IntentStore } from '../database/intentStore.ts';
import type { ProjectDocuments } from '../documents/projectDocuments.ts';
import type { Logger } from '../logger.ts';
import type { JobQueue } from '../queue/jobQueue.ts';
import { jobOf } from '../runs/ledgerNotes.ts';
import type { IntentDesk } from './intentDesk.ts';

/** What reconciliation works with. */
export interface ReconcileParts {
  readonly intents: IntentStore;
  readonly queue: JobQueue;
  readonly documents: Pick<ProjectDocuments, 'join'>;
  readonly desk: Pick<IntentDesk, 'enqueue'>;
  readonly log: Logger;
}

/**
 * Queues every accepted intent that has no final state and no job in its queue: the queue may have been wiped, or a
 * runner died between two steps. Intents younger than `ageMs` are left to whoever works on them. Returns how many.
 */
export async function reconcile(parts: ReconcileParts, ageMs: number): Promise<number> {
  let queued = 0;
  for (const accepted of await parts.intents.listOpen(ageMs)) {
    const log = parts.log.child({ intentId: accepted.intent.id, projectId: accepted.projectId });
    try {
      if (await requeue(parts, accepted)) {
        queued += 1;
        log.warn({ queue: accepted.queue }, 'A run was missing from its queue and is queued again');
      }
    } catch (error) {
      log.warn({ error: String(error) }, 'A run could not be checked just now');
    }
  }
  return queued;
}

async function requeue(parts: ReconcileParts, accepted: AcceptedIntent): Promise<boolean> {
  const { id } = accepted.intent;
  const place = await parts.queue.find(accepted.queue, id);
  if (place === 'waiting' || place === 'active') return false;
  const joined = await parts.documents.join(accepted.projectId);
  try {
    const state = jobOf(joined.session, id)?.state;
    if (state && isFinal(state) && (state === 'done' || state === 'failed' || state === 'cancelled')) {
      await parts.intents.settle(id, state);
      return false;
    }
  } finally {
    joined.leave();
  }
  if (place === 'finished') await parts.queue.forget(accepted.queue, id);
  await parts.desk.enqueue(accepted);
  return true;
}
