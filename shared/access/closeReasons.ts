/** Why the server refuses or ends a connection: the reason that both sides know, and what the person reads. */
export const CLOSE_REASONS = {
  'signed-out': 'You are signed out. Sign in again; what you changed is kept on this device.',
  'not-a-member': 'You have no access to this project (any more). What you changed is kept on this device.',
  'link-ended': 'This link has ended. Ask whoever sent it for a new one.',
  'client-too-old': 'This page is older than the project. Reload to update; what you changed is kept on this device.',
  'unknown-document': 'There is no such document. Open the project from its list again.',
  archived: 'This project is archived. Ask an admin to bring it back.',
  'load-failed': 'The project could not be read just now. Nothing is lost; trying again.',
  'not-stored': 'Your change could not be stored just now. It is kept on this device; trying again.',
  'read-only': 'Your role may read this, not change it. What you changed is kept on this device.',
  'too-large': 'That change is too large for one edit (4 MB at most). Split it.',
  'rate-limited': 'Too many changes at once. Wait a moment; what you changed is kept on this device.',
  invalid: 'The server could not read that change and did not store it. Reload the page.',
} as const;

/** One of the reasons. */
export type CloseReason = keyof typeof CLOSE_REASONS;

/** Narrows a reason that came over the wire. */
export function isCloseReason(value: unknown): value is CloseReason {
  return typeof value === 'string' && Object.hasOwn(CLOSE_REASONS, value);
}
