import { pickTake, type TakeRow } from '@studio/shared/document';
import type { ProjectSession } from '../sync/projectSession.ts';
import { notify, notifyRefusal } from '../ui/notify.ts';

/** Picks a Take for its shot, or says why this person may not. */
export function makeActive(session: ProjectSession, take: TakeRow): void {
  if (session.canEdit) notifyRefusal(pickTake(session.doc, take.slotId, take.id));
  else notify({ tone: 'info', message: session.readOnlyReason });
}
