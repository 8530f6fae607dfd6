import type * as Y from 'yjs';
import { isJson, type Json } from '../json.ts';
import { changedPlaces, slotOfPlace, type ValuePlace } from './places.ts';

/** The struct of the document that carries a write: which client made it, and at which of its counts. */
export interface Stamp {
  readonly client: number;
  readonly clock: number;
}

/**
 * A value that was set here. `stamp` is the write's own struct; of a removal, which makes none, it is the last one that
 * was removed. `value` is null for a removal: the default holds then.
 */
export interface OwnWrite {
  readonly place: ValuePlace;
  readonly value: Json;
  readonly isRemoval: boolean;
  readonly stamp: Stamp;
}

/** The values that a transaction set. Shared texts merge by character and are none; nor are fields of records made in it. */
export function ownWritesOf(doc: Y.Doc, transaction: Y.Transaction): readonly OwnWrite[] {
  return changedPlaces(doc, transaction).values.flatMap((place): readonly OwnWrite[] => {
    const slot = slotOfPlace(doc, place);
    const item = slot?.map._map.get(slot.key);
    if (!item) return [];
    const stamp = { client: item.id.client, clock: item.id.clock + item.length - 1 };
    if (item.deleted) return [{ place, value: null, isRemoval: true, stamp }];
    const value: unknown = slot?.map.get(slot.key);
    return isJson(value) ? [{ place, value, isRemoval: false, stamp }] : [];
  });
}
