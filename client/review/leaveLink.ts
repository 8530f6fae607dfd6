import { formatDocumentName } from '@studio/shared/document';
import { removeCopies } from '../offline/deviceProjects.ts';
import { setAsideEdits } from '../offline/setAsideEdits.ts';
import type { CountStore } from '../sync/unsentLog.ts';
import type { GuestSession } from './guestSession.ts';

/**
 * Takes what a guest had of a film off this device, because the link has ended. Notes that were not sent are set aside,
 * for the guest to decide.
 */
export async function leaveLink(session: GuestSession, counts: CountStore, clock: () => number): Promise<void> {
  const { guest, linkId, projectId } = session.pass;
  const title = session.meta().title;
  await session.close();
  await setAsideEdits({ personId: guest.id, projectId, title, reason: 'link-ended', counts, clock });
  await removeCopies(counts, guest.id, [formatDocumentName({ kind: 'share', linkId })]);
}
