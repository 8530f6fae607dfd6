import type { CloseReason } from '@studio/shared/access';
import { formatDocumentName } from '@studio/shared/document';
import type { Result } from '@studio/shared/result';
import type { AccessDesk, Identity } from './ports.ts';
import type { Visit } from './visit.ts';

/** What somebody may do with a document now. */
export type AskAccess = (visit: Visit, epoch: number) => Promise<Result<'read' | 'write', CloseReason>>;

/**
 * Asks the desk once for all sockets of one person in one document: a change concerns them all, and the last of fifty
 * would wait for forty-nine equal answers. An answer holds for the epoch that it was asked for in, and no longer.
 */
export function createAskedAccess(access: Pick<AccessDesk, 'authorise'>): AskAccess {
  const asked = new Map<string, ReturnType<AskAccess>>();
  let askedIn = -1;
  return ({ identity, document }, epoch) => {
    if (epoch !== askedIn) asked.clear();
    askedIn = epoch;
    const key = `${keyOf(identity)} ${formatDocumentName(document)}`;
    const before = asked.get(key);
    if (before) return before;
    const answer = access.authorise(identity, document);
    asked.set(key, answer);
    // Only while it is on its way: who asks later in the same epoch may ask about a link that has ended by time.
    const forget = () => asked.get(key) === answer && asked.delete(key);
    answer.then(forget, forget);
    return answer;
  };
}

function keyOf(identity: Identity): string {
  switch (identity.kind) {
    case 'member':
      return `member ${identity.person.id} ${identity.sessionId}`;
    case 'guest':
      return `guest ${identity.guest.id} ${identity.linkId}`;
    case 'service':
      return 'service';
  }
}
