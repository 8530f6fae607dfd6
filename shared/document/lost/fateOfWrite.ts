import * as Y from 'yjs';
import { canonicalJson } from '../canonicalJson.ts';
import { isJson, type Json } from '../json.ts';
import type { OwnWrite, Stamp } from './ownWrites.ts';
import { slotOfPlace } from './places.ts';

/** What became of a write when others' came together with it. */
export type Fate =
  /** It is what everybody sees, or what they see is the same. */
  | { readonly kind: 'stands' }
  /** Somebody who saw it, or I elsewhere, set another: no loss. */
  | { readonly kind: 'superseded' }
  /** A value of somebody who did not know of it won. `theirs` is what holds now; null is the default. */
  | { readonly kind: 'lost'; readonly theirs: Json; readonly by: number }
  /** The record it stands in is gone. */
  | { readonly kind: 'row-gone' };

/** What the judge of a write knows besides the document. */
export interface WriteKnowledge {
  /** True for the clients of this person: other tabs, earlier visits, other devices. */
  readonly isMine: (client: number) => boolean;
  /** True while the server has not acknowledged the write, so that nobody else can have seen it. */
  readonly isUnanswered: boolean;
}

const STANDS: Fate = { kind: 'stands' };
const SUPERSEDED: Fate = { kind: 'superseded' };

/**
 * Decides whether a write lost against one that was made without knowing of it. Yjs keeps with every struct the one that
 * its author saw in its place: a winner that leads back to the write was made by somebody who saw it.
 */
export function fateOfWrite(doc: Y.Doc, write: OwnWrite, { isMine, isUnanswered }: WriteKnowledge): Fate {
  const slot = slotOfPlace(doc, write.place);
  if (!slot) return { kind: 'row-gone' };
  const winner = slot.map._map.get(slot.key);
  if (!winner || (write.isRemoval && winner.deleted)) return STANDS;
  if (covers(winner, write.stamp)) return winner.deleted ? SUPERSEDED : STANDS;
  const stored: unknown = slot.map.get(slot.key);
  const theirs = isJson(stored) ? stored : null;
  if (!winner.deleted && !write.isRemoval && canonicalJson(theirs) === canonicalJson(write.value)) return STANDS;
  if (isMine(winner.id.client)) return SUPERSEDED;
  const hasSeenIt = write.isRemoval ? !isUnanswered : leadsTo(doc, winner, write.stamp);
  return hasSeenIt ? SUPERSEDED : { kind: 'lost', theirs, by: winner.id.client };
}

// Structs that were removed side by side are merged into one, which then covers several counts: of such a one the author
// of what follows has seen those up to the count that they name, and no later one.
function leadsTo(doc: Y.Doc, winner: Y.Item, { client, clock }: Stamp): boolean {
  let origin = winner.origin;
  while (origin !== null) {
    const seen: unknown = Y.getItem(doc.store, origin);
    if (!(seen instanceof Y.Item)) return false;
    if (origin.client === client && clock >= seen.id.clock && clock <= origin.clock) return true;
    origin = seen.origin;
  }
  return false;
}

function covers({ id, length }: Y.Item, { client, clock }: Stamp): boolean {
  return id.client === client && clock >= id.clock && clock < id.clock + length;
}
