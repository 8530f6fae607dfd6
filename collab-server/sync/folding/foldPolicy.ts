import type { SyncLimits } from '../limits.ts';

/** What has been journaled of a document since its state was written, and how large that state is as it is stored. */
export interface Tail {
  readonly rows: number;
  readonly bytes: number;
  readonly stateBytes: number;
}

/** What of the limits decides when to fold. */
export type FoldLimits = Pick<SyncLimits, 'foldRows' | 'foldBytes' | 'foldRowsOnUnload'>;

// To read a row back and apply it costs what this much of a compressed state does.
const STATE_BYTES_PER_ROW = 32;

/**
 * True when a document should be folded. A fold writes all of the state, so it waits for as many bytes of edits: then
 * folding writes no byte of an edit more than once again, however large the document is. For a small one it waits longer:
 * a fold has a price of its own. The rows are bounded too, because each is read back when the document is opened.
 */
export function isFoldDue({ rows, bytes, stateBytes }: Tail, limits: FoldLimits): boolean {
  return (
    bytes >= Math.max(limits.foldBytes, stateBytes) ||
    rows >= Math.max(limits.foldRows, stateBytes / STATE_BYTES_PER_ROW)
  );
}

/** True when a document that its last reader leaves should be folded: earlier than else, because it will be read again. */
export function isFoldDueOnUnload({ rows, bytes, stateBytes }: Tail, limits: FoldLimits): boolean {
  return rows >= limits.foldRowsOnUnload && bytes >= stateBytes / 2;
}
