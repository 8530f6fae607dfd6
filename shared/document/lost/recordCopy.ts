import * as Y from 'yjs';
import { isJson, type Json } from '../json.ts';
import { recordOf } from '../roots.ts';
import type { RecordPlace } from './places.ts';

/** A record as it stood: its fields, and its shared texts as strings. */
export interface RecordCopy {
  readonly fields: { readonly [name: string]: Json };
  readonly texts: { readonly [name: string]: string };
}

/** Copies a record; undefined when it is not there. */
export function copyRecord(doc: Y.Doc, { root, row }: RecordPlace): RecordCopy | undefined {
  const record = recordOf(doc, root, row);
  if (!record) return undefined;
  const fields: { [name: string]: Json } = {};
  const texts: { [name: string]: string } = {};
  record.forEach((value, name) => {
    if (value instanceof Y.Text) texts[name] = value.toString();
    else if (isJson(value)) fields[name] = value;
  });
  return { fields, texts };
}
