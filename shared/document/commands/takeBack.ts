import * as Y from 'yjs';
import { fail } from '../../result.ts';
import { isJson, isSafeKey, type Json } from '../json.ts';
import type { RecordCopy } from '../lost/recordCopy.ts';
import { type RecordPlace, slotOfPlace, type ValuePlace } from '../lost/places.ts';
import { PERSON, type Origin } from '../origins.ts';
import { rootMap } from '../roots.ts';
import { absent, write, type CommandResult } from './command.ts';

/** What a person takes back: values of theirs that others' won over, and records of theirs that others removed. */
export interface TakenBack {
  /** A value of null removes the field, so that its default holds again. */
  readonly values: readonly { readonly place: ValuePlace; readonly value: Json }[];
  readonly records: readonly { readonly place: RecordPlace; readonly copy: RecordCopy }[];
}

/**
 * Sets values and restores removed records in one step of undo. A restored record has its old id, so that wires to it show
 * again. A value whose record went meanwhile refuses all; a record that is there again is left as it is.
 */
export function takeBack(doc: Y.Doc, { values, records }: TakenBack, origin: Origin = PERSON): CommandResult {
  const unfit = [...values.map(({ value }) => value), ...records.map(({ copy }) => copy.fields)].some(
    (value) => !isJson(value),
  );
  if (unfit || records.some(({ place }) => !isSafeKey(place.row))) {
    return fail('invalid', 'What was kept of your values is not readable any more.', 'value');
  }
  const slots = values.map(({ place, value }) => ({ slot: slotOfPlace(doc, place), value }));
  if (slots.some(({ slot }) => slot === undefined)) return absent('What this value belongs to');
  return write(doc, origin, () => {
    for (const { slot, value } of slots) {
      if (value === null) slot?.map.delete(slot.key);
      else slot?.map.set(slot.key, value);
    }
    for (const { place, copy } of records) restore(doc, place, copy);
  });
}

function restore(doc: Y.Doc, { root, row }: RecordPlace, { fields, texts }: RecordCopy): void {
  const table = rootMap(doc, root);
  if (table.has(row)) return;
  const record = new Y.Map<unknown>(Object.entries(fields));
  for (const [name, text] of Object.entries(texts)) record.set(name, new Y.Text(text));
  table.set(row, record);
}
