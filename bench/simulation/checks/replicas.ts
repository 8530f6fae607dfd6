import { flawOfProject } from '@studio/shared/fuzz';
import * as Y from 'yjs';
import type { StoredDocument } from '../../../collab-server/storage/journalStore.ts';
import { applyStored } from '../../../collab-server/sync/updates/applyStored.ts';
import type { DeleteSet, Witness } from './witness.ts';

/** A document as somebody holds it. */
export interface Replica {
  readonly holder: string;
  readonly doc: Y.Doc;
}

/** The document that is stored. */
export function storedDoc(stored: StoredDocument): Y.Doc {
  const doc = new Y.Doc();
  applyStored(doc, stored);
  return doc;
}

/**
 * The bytes by which replicas are compared. Yjs cuts what it holds into pieces by the order in which they came; built
 * anew in one go, equal documents are cut alike.
 */
export function canonicalBytes(doc: Y.Doc): Uint8Array {
  const anew = new Y.Doc();
  Y.applyUpdate(anew, Y.encodeStateAsUpdate(doc));
  const bytes = Y.encodeStateAsUpdate(anew);
  anew.destroy();
  return bytes;
}

/** Checks that whoever reads after a fold sees what they would have seen before it. */
export function checkFold(witness: Witness, document: string, before: StoredDocument, after: StoredDocument): void {
  const [was, is] = [storedDoc(before), storedDoc(after)];
  witness.expect(
    Buffer.compare(canonicalBytes(was), canonicalBytes(is)) === 0,
    () => `a fold changed ${document}: ${difference(was, is)}`,
  );
}

/** Compares everybody's replica of a document with the stored one, and that with what was promised. */
export function checkReplicas(witness: Witness, document: string, stored: Y.Doc, replicas: readonly Replica[]): void {
  const bytes = canonicalBytes(stored);
  for (const { holder, doc } of replicas) {
    witness.expect(
      Buffer.compare(canonicalBytes(doc), bytes) === 0,
      () => `${holder} and the journal differ in ${document}: ${difference(doc, stored)}`,
    );
  }
  const record = witness.of(document);
  const ends = Y.decodeStateVector(Y.encodeStateVector(stored));
  for (const [client, end] of record.acknowledged) {
    witness.expect(
      (ends.get(client) ?? 0) >= end,
      () => `${client}:${end} of ${document} was acknowledged and is gone (${ends.get(client) ?? 0} is there)`,
    );
  }
  for (const deletes of record.acknowledgedDeletes) checkDeleted(witness, stored, deletes);
  if (!document.endsWith('/ledger')) {
    for (const [client, end] of ends) {
      const written = record.written.get(client) ?? 0;
      witness.expect(end <= written, () => `${client}:${end} of ${document} was written by nobody (only ${written})`);
    }
    const flaw = flawOfProject(stored);
    witness.expect(flaw === undefined, () => `${document} is not valid: ${flaw}`);
  }
}

function checkDeleted(witness: Witness, doc: Y.Doc, deletes: DeleteSet): void {
  for (const [client, ranges] of deletes.clients) {
    const structs = doc.store.clients.get(client) ?? [];
    for (const { clock, len } of ranges) {
      for (let at = clock; at < clock + len; ) {
        const struct = at < Y.getState(doc.store, client) ? structs[Y.findIndexSS(structs, at)] : undefined;
        witness.expect(struct?.deleted === true, () => `the acknowledged deletion of ${client}:${at} is gone`);
        at = struct ? struct.id.clock + struct.length : clock + len;
      }
    }
  }
}

function difference(one: Y.Doc, other: Y.Doc): string {
  const [mine, theirs] = [one, other].map((doc) => Y.decodeStateVector(Y.encodeStateVector(doc)));
  const clients = new Set([...(mine?.keys() ?? []), ...(theirs?.keys() ?? [])]);
  const apart = [...clients].filter((client) => mine?.get(client) !== theirs?.get(client));
  if (apart.length === 0) return 'equal state vectors, other content';
  return apart.map((client) => `${client}: ${mine?.get(client) ?? 0} and ${theirs?.get(client) ?? 0}`).join(', ');
}
