import type { ProjectSession } from './projectSession.ts';

/** What the studio says while it cannot store: what happened, what is safe, what to do. */
export const STORAGE_FAILS =
  'The studio cannot store edits just now. Everything shown as Saved is safe. Editing is paused; it goes on by itself.';

const WHY = 'The studio cannot store edits just now. Editing goes on by itself.';
const paused = new WeakMap<ProjectSession, ProjectSession>();

/** The same project with editing off, while the studio cannot store; the same object for the same session. */
export function pausedSession(session: ProjectSession): ProjectSession {
  let pause = paused.get(session);
  if (!pause) {
    // Who may not edit anyway is told the reason that stays.
    const readOnlyReason = session.canEdit ? WHY : session.readOnlyReason;
    pause = { ...session, canEdit: false, canReview: false, readOnlyReason };
    paused.set(session, pause);
  }
  return pause;
}
