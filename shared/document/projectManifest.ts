import * as Y from 'yjs';
import type { Json } from './json.ts';
import { inOrder } from './order.ts';
import { projectMeta } from './projectView.ts';
import { readClip, readTrack } from './records/clip.ts';
import { readEdge } from './records/edge.ts';
import { isPosition } from './records/node.ts';
import { recordOf, rootMap, SCHEMA_VERSION, type ProjectRoot } from './roots.ts';
import { readRows } from './table.ts';

/**
 * The project as one JSON value for history: everything people made, unknown fields included; intents are left out (they
 * are acts, not state). Shared texts are strings under `texts`. Write it with `canonicalJson`.
 */
export function projectManifest(doc: Y.Doc): Json {
  const { schemaVersion: _stored, ...meta } = projectMeta(doc);
  return {
    schemaVersion: SCHEMA_VERSION,
    meta,
    nodes: nodesOf(doc),
    edges: plain(readRows(rootMap(doc, 'edges'), readEdge)),
    selections: Object.fromEntries(
      [...rootMap(doc, 'selections').entries()].filter(([, take]) => typeof take === 'string'),
    ) as Json,
    tracks: plain(readRows(rootMap(doc, 'tracks'), readTrack)),
    clips: inOrder(readRows(rootMap(doc, 'clips'), readClip).values()).map((clip) => ({ ...clip })),
    markers: recordsOf(doc, 'markers'),
  };
}

function nodesOf(doc: Y.Doc): Json {
  const nodes: { [id: string]: Json } = {};
  for (const id of rootMap(doc, 'nodes').keys()) {
    const record = recordOf(doc, 'nodes', id);
    if (!record) continue;
    const fields: { [name: string]: Json } = {};
    const texts: { [name: string]: Json } = {};
    record.forEach((value, name) => {
      if (value instanceof Y.Text) texts[name] = value.toString();
      else if (name !== 'type' && name !== 'position') fields[name] = value as Json;
    });
    const position: unknown = record.get('position');
    nodes[id] = {
      type: String(record.get('type')),
      position: isPosition(position) ? { ...position } : { x: 0, y: 0 },
      fields,
      texts,
    };
  }
  return nodes;
}

function recordsOf(doc: Y.Doc, root: ProjectRoot): Json {
  return rootMap(doc, root).toJSON() as Json;
}

function plain<Row extends { readonly id: string }>(rows: ReadonlyMap<string, Row>): Json {
  return Object.fromEntries([...rows].map(([id, { id: _id, ...fields }]) => [id, fields as Json]));
}
