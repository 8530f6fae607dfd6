import { type DocumentStateParams, type StateFormat, stateFormatOf } from '@studio/shared/api';

/** The state of a document as the server last folded it, as Yjs takes it. */
export interface FirstState {
  readonly update: Uint8Array;
  readonly format: StateFormat;
}

/** A server that has not begun to answer by then does not: the socket tries on by itself. */
const ANSWER_MS = 5000;

/**
 * Fetches the state that a first copy of a document begins with; the browser inflates it. Undefined when there is none, and
 * whenever it cannot be had: the socket then brings everything, and says why not.
 */
export async function fetchFirstState({ projectId, kind }: DocumentStateParams): Promise<FirstState | undefined> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ANSWER_MS);
  try {
    const path = `/api/v1/projects/${projectId}/documents/${kind}/state`;
    const response = await fetch(path, { credentials: 'same-origin', signal: patience.signal });
    clearTimeout(timer);
    const format = stateFormatOf(response.headers.get('content-type'));
    if (response.status !== 200 || !format) return undefined;
    return { update: new Uint8Array(await response.arrayBuffer()), format };
  } catch (error) {
    console.warn('first-state.not-fetched', kind, error);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
