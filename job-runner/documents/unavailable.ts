import type { CloseReason } from '@studio/shared/access';

/** The collab-server does not answer, or refuses a document: what is wanted of it is not lost, it is tried again. */
export class Unavailable extends Error {
  /** Why the server refused, when it did. */
  readonly refusal: CloseReason | undefined;

  constructor(message: string, options?: ErrorOptions & { readonly refusal?: CloseReason | undefined }) {
    super(message, options);
    this.name = 'Unavailable';
    this.refusal = options?.refusal;
  }
}

/** True when there is no such project (any more): trying again would never help. */
export function isGone(error: unknown): boolean {
  return error instanceof Unavailable && error.refusal === 'unknown-document';
}
