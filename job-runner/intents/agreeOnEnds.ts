import type { IntentStore, SettledIntent } from '../database/intentStore.ts';
import type { ProjectDocuments } from '../documents/projectDocuments.ts';
import { isGone } from '../documents/unavailable.ts';
import type { Logger } from '../logger.ts';
import { agreeOnEnd } from '../runs/endRun.ts';
import type { IntentDeskParts } from './intentDesk.ts';

/** What the comparison works with. */
export interface AgreementParts extends Pick<IntentDeskParts, 'slotOf'> {
  readonly intents: Pick<IntentStore, 'listSettled'>;
  readonly documents: Pick<ProjectDocuments, 'join'>;
  readonly clock: () => number;
  readonly log: Logger;
}

/**
 * Compares the ledger with our table for the runs that ended at most `ageMs` ago. What a runner wrote while it was apart,
 * such as "queued", may arrive after another's end and take its place: documents know no order. Returns how many differed.
 */
export async function agreeOnEnds(parts: AgreementParts, ageMs: number): Promise<number> {
  let corrected = 0;
  for (const settled of await parts.intents.listSettled(ageMs)) {
    const { projectId, intent } = settled.accepted;
    const log = parts.log.child({ intentId: intent.id, projectId });
    try {
      if (!(await compare(parts, settled))) continue;
      corrected += 1;
      log.warn({ state: settled.state }, 'The ledger said otherwise of a run that has ended; it was corrected');
    } catch (error) {
      if (!isGone(error)) log.warn({ error: String(error) }, 'The end of a run could not be compared just now');
    }
  }
  return corrected;
}

async function compare(parts: AgreementParts, { accepted, state }: SettledIntent): Promise<boolean> {
  const { session, leave } = await parts.documents.join(accepted.projectId);
  try {
    return await agreeOnEnd({ session, accepted, slotId: parts.slotOf(session, accepted) }, state, parts.clock());
  } finally {
    leave();
  }
}
