import * as Y from 'yjs';
import type { Struct, StructIndex } from './structIndex.ts';

/** Where a struct stands. `key` is the entry of the root below which it is; null when it stands in no entry. */
export interface Place {
  readonly root: string;
  readonly key: string | null;
  /** 0: the entry's own value; 1 and more: inside it. */
  readonly depth: number;
}

/** Tells places of structs that may not be integrated yet. */
export interface Places {
  of(item: Y.Item): Place | undefined;
}

/**
 * Follows parents and neighbours to the root: an item that follows another names no parent of its own. Throws when the
 * chain never ends, which no honest update does.
 */
export function createPlaces(doc: Y.Doc, index: StructIndex): Places {
  const known = new Map<Y.Item, Place | undefined>();
  const rootNames = new Map<unknown, string>([...doc.share].map(([name, type]) => [type, name]));

  function of(item: Y.Item): Place | undefined {
    const passed = new Map<Y.Item, number>();
    let depth = 0;
    let place: Place | undefined;
    for (let at: Struct | undefined = item; at instanceof Y.Item; ) {
      if (known.has(at)) {
        const found = known.get(at);
        place = found && { ...found, depth: found.depth + depth };
        break;
      }
      if (passed.has(at)) throw new Error('The update refers to itself.');
      passed.set(at, depth);
      const step = stepUp(at);
      if (step.place) {
        place = { ...step.place, depth };
        break;
      }
      if (step.isParent) depth += 1;
      at = step.next;
    }
    for (const [visited, before] of passed) {
      known.set(visited, place && { ...place, depth: place.depth - before });
    }
    return known.get(item);
  }

  function stepUp(item: Y.Item): { place?: Place; next?: Struct | undefined; isParent: boolean } {
    const parent: unknown = item.parent;
    if (typeof parent === 'string') return { place: { root: parent, key: item.parentSub, depth: 0 }, isParent: true };
    if (parent instanceof Y.ID) return { next: index.find(parent), isParent: true };
    if (parent instanceof Y.AbstractType) {
      const root = rootNames.get(parent);
      if (root !== undefined) return { place: { root, key: item.parentSub, depth: 0 }, isParent: true };
      return { next: parent._item ?? undefined, isParent: true };
    }
    const neighbour = item.origin ?? item.rightOrigin;
    return { next: neighbour ? index.find(neighbour) : undefined, isParent: false };
  }

  return { of };
}
