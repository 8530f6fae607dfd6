import * as Y from 'yjs';
import { recordOf, rootMap, type RecordMap } from '../roots.ts';

/** The roots whose rows are records of fields. */
export const RECORD_ROOTS = ['nodes', 'clips', 'tracks'] as const;
/** The roots whose rows are values themselves. */
const VALUE_ROOTS = ['meta', 'selections'] as const;

/** A root whose rows are records. */
export type RecordRoot = (typeof RECORD_ROOTS)[number];

/** Where one value stands that two people may set at once. `field` is null where the row is the value. */
export interface ValuePlace {
  readonly root: RecordRoot | (typeof VALUE_ROOTS)[number];
  readonly row: string;
  readonly field: string | null;
}

/** A row whose fields people set. */
export interface RecordPlace {
  readonly root: RecordRoot;
  readonly row: string;
}

/** What a transaction changed: values, records whose fields or shared texts were edited, and records that came or went. */
export interface ChangedPlaces {
  readonly values: readonly ValuePlace[];
  readonly edited: readonly RecordPlace[];
  readonly replaced: readonly RecordPlace[];
}

/** A place as a text, equal for equal places. */
export function placeKey({ root, row, field }: ValuePlace): string {
  return JSON.stringify(field === null ? [root, row] : [root, row, field]);
}

/** The map and key that hold a value; undefined when its record is not there. */
export function slotOfPlace(doc: Y.Doc, { root, row, field }: ValuePlace): { map: RecordMap; key: string } | undefined {
  if (field === null) return { map: rootMap(doc, root), key: row };
  const record = recordOf(doc, root, row);
  return record && { map: record, key: field };
}

/** Reads from a transaction which places it changed. Call it in `afterTransaction`, before anything is collected. */
export function changedPlaces(doc: Y.Doc, transaction: Y.Transaction): ChangedPlaces {
  const values: ValuePlace[] = [];
  const edited = new Map<string, RecordPlace>();
  const replaced: RecordPlace[] = [];
  for (const [type, keys] of transaction.changed as Map<object, Set<string | null>>) {
    const names = [...keys].filter((key) => key !== null);
    const valueRoot = VALUE_ROOTS.find((root) => doc.share.get(root) === type);
    const recordRoot = RECORD_ROOTS.find((root) => doc.share.get(root) === type);
    const record = recordAround(doc, type);
    if (valueRoot) for (const row of names) values.push({ root: valueRoot, row, field: null });
    else if (recordRoot) for (const row of names) replaced.push({ root: recordRoot, row });
    else if (record) {
      edited.set(placeKey({ ...record.place, field: null }), record.place);
      if (record.isItself) for (const field of names) values.push({ ...record.place, field });
    }
  }
  return { values, edited: [...edited.values()], replaced };
}

/** The record that a type is, or that a shared text stands in. */
function recordAround(
  doc: Y.Doc,
  type: object,
): { readonly place: RecordPlace; readonly isItself: boolean } | undefined {
  for (let at: unknown = type; at instanceof Y.AbstractType && at._item !== null; at = at._item.parent) {
    const { parent, parentSub } = at._item;
    const root = RECORD_ROOTS.find((name) => doc.share.get(name) === parent);
    if (root && parentSub !== null) return { place: { root, row: parentSub }, isItself: at === type };
  }
  return undefined;
}
