import * as Y from 'yjs';

/** The version of the document's shape that this code writes; sent in the handshake. */
export const SCHEMA_VERSION = 1;

/** The root maps of each kind of document. A name is for ever: rename labels, never keys. */
export const ROOTS = {
  project: ['meta', 'nodes', 'edges', 'selections', 'tracks', 'clips', 'markers', 'intents', 'cancellations'],
  ledger: ['jobs', 'takes', 'notes'],
  review: ['threads', 'comments', 'resolutions', 'approvals'],
  board: ['records'],
  share: ['meta', 'takes'],
} as const;

/** A root of a project document. */
export type ProjectRoot = (typeof ROOTS.project)[number];
/** A root of a ledger document. */
export type LedgerRoot = (typeof ROOTS.ledger)[number];
/** A root of a review document. */
export type ReviewRoot = (typeof ROOTS.review)[number];

/** A record: one Y.Map of fields, so that two people's edits of different fields both stay. */
export type RecordMap = Y.Map<unknown>;

/** The root map of that name; root types exist in every replica, so nobody ever creates them "first". */
export function rootMap<Value = unknown>(
  doc: Y.Doc,
  root: ProjectRoot | LedgerRoot | ReviewRoot | 'records',
): Y.Map<Value> {
  return doc.getMap<Value>(root);
}

/** The record `id` of a root, or undefined when it is absent or not a record. */
export function recordOf(doc: Y.Doc, root: ProjectRoot | LedgerRoot | ReviewRoot, id: string): RecordMap | undefined {
  const value = rootMap(doc, root).get(id);
  return value instanceof Y.Map ? value : undefined;
}
