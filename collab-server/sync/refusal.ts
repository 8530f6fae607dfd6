import type { CloseReason } from '@studio/shared/access';

/** Closes after which the client should come back by itself: nothing is wrong with what it sent. */
const RETRYABLE: ReadonlySet<string> = new Set<CloseReason>(['load-failed', 'not-stored', 'rate-limited']);

/** True when the client should connect again by itself. */
export function isRetryable(reason: string): boolean {
  return RETRYABLE.has(reason);
}

/** The WebSocket code "try again later". */
export const TRY_AGAIN_LATER = 1013;

/**
 * Ends a hook with a reason that the client reads. Hocuspocus sends `reason` and closes with `code`; the message is
 * empty because Hocuspocus prints any other to the console.
 */
export class Refusal extends Error {
  readonly reason: CloseReason;
  readonly code = 4403;

  constructor(reason: CloseReason) {
    super('');
    this.name = `Refusal ${reason}`;
    this.reason = reason;
    // Refusals are expected: where one was thrown helps nobody, and Hocuspocus prints it.
    this.stack = this.name;
  }
}
