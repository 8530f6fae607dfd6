import * as Y from 'yjs';
import type { Json } from './json.ts';
import { inOrder } from './order.ts';
import { projectMeta } from './projectView.ts';
import { type ClipRow, readClip, readTrack } from './records/clip.ts';
import { readEdge } from './records/edge.ts';
import type { MetaRow } from './records/meta.ts';
import { isPosition, type Position } from './records/node.ts';
import { type RecordMap, recordOf, rootMap, SCHEMA_VERSION } from './roots.ts';
import { readRows } from './table.ts';

/** A node of a manifest: stored fields as they are, shared texts as strings. */
export interface ManifestNode {
  readonly type: string;
  readonly position: Position;
  readonly fields: { readonly [name: string]: Json };
  readonly texts: { readonly [name: string]: string };
}

/** A project as one JSON value; clips stand in the order of the cut. */
export interface ProjectManifest {
  readonly schemaVersion: number;
  readonly meta: Omit<MetaRow, 'schemaVersion'>;
  readonly nodes: { readonly [id: string]: ManifestNode };
  readonly edges: { readonly [id: string]: { readonly [name: string]: Json } };
  readonly selections: { readonly [slotId: string]: string };
  readonly tracks: { readonly [id: string]: { readonly [name: string]: Json } };
  readonly clips: readonly ClipRow[];
  readonly markers: { readonly [id: string]: Json };
}

/**
 * The project as one JSON value for history: everything people made, unknown fields included; intents are left out (they
 * are acts, not state). Write it with `canonicalJson`; `restoreManifest` is its inverse.
 */
export function projectManifest(doc: Y.Doc): ProjectManifest {
  const { schemaVersion: _stored, ...meta } = projectMeta(doc);
  const selections = [...rootMap(doc, 'selections')].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    schemaVersion: SCHEMA_VERSION,
    meta,
    nodes: Object.fromEntries(
      [...rootMap(doc, 'nodes').keys()].flatMap((id) => nodeEntry(id, recordOf(doc, 'nodes', id))),
    ),
    edges: withoutIds(readRows(rootMap(doc, 'edges'), readEdge)),
    selections: Object.fromEntries(selections),
    tracks: withoutIds(readRows(rootMap(doc, 'tracks'), readTrack)),
    clips: inOrder(readRows(rootMap(doc, 'clips'), readClip).values()),
    markers: rootMap(doc, 'markers').toJSON(),
  };
}

/** A manifest as plain JSON, for `canonicalJson`. */
export function manifestJson(manifest: ProjectManifest): Json {
  return manifest as unknown as Json;
}

function nodeEntry(id: string, record: RecordMap | undefined): [string, ManifestNode][] {
  if (!record) return [];
  const fields: { [name: string]: Json } = {};
  const texts: { [name: string]: string } = {};
  record.forEach((value, name) => {
    if (value instanceof Y.Text) texts[name] = value.toString();
    else if (name !== 'type' && name !== 'position') fields[name] = value as Json;
  });
  const position: unknown = record.get('position');
  const place = isPosition(position) ? { x: position.x, y: position.y } : { x: 0, y: 0 };
  return [[id, { type: String(record.get('type')), position: place, fields, texts }]];
}

function withoutIds<Row extends { readonly id: string }>(
  rows: ReadonlyMap<string, Row>,
): { [id: string]: { readonly [name: string]: Json } } {
  return Object.fromEntries([...rows].map(([id, { id: _id, ...fields }]) => [id, fields as { [name: string]: Json }]));
}
