import { openDocument } from '@studio/infra/testing';
import * as Y from 'yjs';
import type { Seat } from '../contenders/contender.ts';

/**
 * Reads a document of ours as somebody who has nothing of it, and counts what its writers wrote and it lacks, in units of
 * Yjs's clocks. Without one update nothing of the same writer after it would be there either.
 */
export async function countUnstored(seat: Seat, written: readonly Y.Doc[]): Promise<number> {
  const reader = await openDocument(`http://127.0.0.1:${seat.port}`, seat.document, seat.token);
  try {
    const there = vectorOf(reader.doc);
    return written.reduce((missing, doc) => {
      const own = vectorOf(doc).get(doc.clientID) ?? 0;
      return missing + Math.max(0, own - (there.get(doc.clientID) ?? 0));
    }, 0);
  } finally {
    reader.close();
    reader.doc.destroy();
  }
}

function vectorOf(doc: Y.Doc): ReadonlyMap<number, number> {
  return Y.decodeStateVector(Y.encodeStateVector(doc));
}
