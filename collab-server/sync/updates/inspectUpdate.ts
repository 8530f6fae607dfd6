import * as Y from 'yjs';
import { createPlaces, type Place } from './places.ts';
import { indexStructs, type Struct, type StructIndex } from './structIndex.ts';

/** Something new in an update: where it goes and what it is. `place` is undefined below what is deleted already. */
export interface Addition {
  readonly item: Y.Item;
  readonly place: Place | undefined;
}

/** What an update means to a document. `update` of `new` holds only what the document lacks. */
export type Inspection =
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'known' }
  | { readonly kind: 'gap' }
  | {
      readonly kind: 'new';
      readonly update: Uint8Array;
      readonly additions: readonly Addition[];
      /** Places whose present value this update deletes. */
      readonly deletions: readonly Place[];
    };

/**
 * Reads an update against a document without applying it. `gap`: it builds on something that neither holds, which Yjs
 * would keep pending at a cost that grows with the square of their number. Never throws on what a client sent.
 */
export function inspectUpdate(doc: Y.Doc, update: Uint8Array): Inspection {
  try {
    return inspect(doc, update);
  } catch {
    // Decoders throw plain errors and RangeErrors on bytes that are no update; any of them means the same here.
    return { kind: 'unreadable' };
  }
}

function inspect(doc: Y.Doc, update: Uint8Array): Inspection {
  const decoded = Y.decodeUpdate(update);
  const index = indexStructs(doc, decoded.structs);
  if (!index) return { kind: 'gap' };
  const isWhole = index.fresh.every((struct) => hasDependencies(struct, index)) && hasTargets(decoded.ds, index);
  if (!isWhole) return { kind: 'gap' };
  const deleted = liveTargets(doc, decoded.ds);
  if (index.fresh.length === 0 && deleted.length === 0) return { kind: 'known' };
  const places = createPlaces(doc, index);
  return {
    kind: 'new',
    update: index.isPartlyKnown ? Y.diffUpdate(update, Y.encodeStateVector(doc)) : update,
    additions: index.fresh.filter(isItem).map((item) => ({ item, place: places.of(item) })),
    deletions: deleted.flatMap((item) => places.of(item) ?? []),
  };
}

type DeleteSet = ReturnType<typeof Y.decodeUpdate>['ds'];

function isItem(struct: Struct): struct is Y.Item {
  return struct instanceof Y.Item;
}

function hasDependencies(struct: Struct, index: StructIndex): boolean {
  if (!isItem(struct)) return true;
  const parent: unknown = struct.parent;
  const isIdParent = parent instanceof Y.ID;
  return index.covers(struct.origin) && index.covers(struct.rightOrigin) && (!isIdParent || index.covers(parent));
}

function hasTargets(deletes: DeleteSet, index: StructIndex): boolean {
  for (const [client, ranges] of deletes.clients) {
    const end = index.endOf(client);
    if (ranges.some((range) => range.clock + range.len > end)) return false;
  }
  return true;
}

// What the delete set takes away that the document still shows.
function liveTargets(doc: Y.Doc, deletes: DeleteSet): Y.Item[] {
  const live: Y.Item[] = [];
  for (const [client, ranges] of deletes.clients) {
    const structs = doc.store.clients.get(client);
    const known = Y.getState(doc.store, client);
    for (const { clock, len } of ranges) {
      if (!structs || clock >= known) continue;
      for (let at = Y.findIndexSS(structs, clock); at < structs.length; at += 1) {
        const struct = structs[at];
        if (!struct || struct.id.clock >= clock + len) break;
        if (struct instanceof Y.Item && !struct.deleted) live.push(struct);
      }
    }
  }
  return live;
}
