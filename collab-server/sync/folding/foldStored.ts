import type { Result } from '@studio/shared/result';
import * as Y from 'yjs';
import type { JournalStore, StoredDocument } from '../../storage/journalStore.ts';
import { packState, unpackState } from '../../storage/stateEncoding.ts';
import { applyStored } from '../updates/applyStored.ts';
import { checkCovers, coverageOfState, coverageOfUpdate } from '../updates/coverage.ts';

/** What a fold did: how many rows of how many bytes went into a state that now takes this many. */
export interface Folded {
  readonly rows: number;
  readonly rowBytes: number;
  readonly stateBytes: number;
}

/** Folds what is stored of a document, at a time in milliseconds since 1970. Rejects, having changed nothing, when it cannot. */
export type RunFold = (document: string, at: number) => Promise<Folded>;

/** Makes the bytes of a state, in the encoding `v2-brotli`. */
export type EncodeState = (stored: StoredDocument) => Uint8Array;

/**
 * Folds a document's journal into its state, under the document's lock. Rejects, and leaves all as it was, when the new
 * state is not exactly as far as what it would replace. Blocks for as long as Yjs takes: off the event loop, see
 * `createFoldProcess`.
 */
export async function foldStored(
  store: Pick<JournalStore, 'withLock'>,
  document: string,
  at: number,
  encode: EncodeState = encodeState,
): Promise<Folded> {
  return store.withLock(document, async (locked) => {
    const stored = await locked.read();
    const { state, rows } = stored;
    if (rows.length === 0) return { rows: 0, rowBytes: 0, stateBytes: state?.storedBytes ?? 0 };
    const bytes = encode(stored);
    const checked = checkState(bytes, stored);
    if (!checked.ok) throw new Error(checked.failure.message);
    const ids = rows.map((row) => row.id);
    await locked.replaceByState(bytes, ids, at);
    const rowBytes = rows.reduce((sum, row) => sum + row.update.length, 0);
    return { rows: rows.length, rowBytes, stateBytes: bytes.length };
  });
}

/** Builds the document and writes it down whole, without what it has forgotten of deleted things. */
export function encodeState(stored: StoredDocument): Uint8Array {
  const doc = new Y.Doc();
  applyStored(doc, stored);
  const update = Y.encodeStateAsUpdateV2(doc);
  doc.destroy();
  return packState(update);
}

// Looks at the bytes as they are stored, so that it finds faults of whatever made them.
function checkState(bytes: Uint8Array, { state, rows }: StoredDocument): Result<void, 'not-covered'> {
  const parts = rows.map((row) => coverageOfUpdate(row.update));
  if (state) parts.push(coverageOfState(state.update, state.format));
  return checkCovers(coverageOfState(unpackState(bytes), 'v2'), parts);
}
