import { type JobChange, type JobRow, readJob, rootMap, writeJob } from '@studio/shared/document';
import type { AcceptedIntent } from '../database/intentStore.ts';
import type { ProjectSession } from '../documents/projectSession.ts';

/** What the first write of a job says, so that any later state may be the first that arrives. */
export function jobHead(accepted: Pick<AcceptedIntent, 'intent' | 'quality' | 'notice'>, slotId: string): JobChange {
  const { intent, quality, notice } = accepted;
  return { kind: intent.kind, nodeId: intent.nodeId, slotId, quality, notice };
}

/** The job of an intent as the ledger has it. */
export function jobOf(session: ProjectSession, intentId: string): JobRow | undefined {
  return readJob(intentId, rootMap(session.ledger, 'jobs').get(intentId));
}

/**
 * Writes a job's state to the ledger and waits for the journal. A job that is final already stays as it is; any other
 * refusal is a bug.
 */
export async function noteJob(session: ProjectSession, intentId: string, change: JobChange): Promise<void> {
  const refusal = await session.writeLedger((ledger) => writeJob(ledger, intentId, change));
  if (refusal && refusal.reason !== 'exists') throw new Error(`Job ${intentId}: ${refusal.message}`);
}
