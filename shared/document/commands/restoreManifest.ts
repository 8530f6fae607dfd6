import * as Y from 'yjs';
import { fail } from '../../result.ts';
import { isJson } from '../json.ts';
import { PERSON, type Origin } from '../origins.ts';
import { projectManifest, type ManifestNode, type ProjectManifest } from '../projectManifest.ts';
import { recordOf, rootMap, SCHEMA_VERSION, type ProjectRoot, type RecordMap } from '../roots.ts';
import { write, type CommandResult } from './command.ts';

/**
 * Makes the project equal a manifest, as one undoable edit that touches only what differs; shared texts are edited at
 * the place of the difference, so that carets and a colleague's words around it stay. Intents are never touched.
 */
export function restoreManifest(doc: Y.Doc, manifest: ProjectManifest, origin: Origin = PERSON): CommandResult {
  if (manifest.schemaVersion > SCHEMA_VERSION) {
    return fail(
      'invalid',
      `This was kept by a newer version (schema ${manifest.schemaVersion}). Update, then restore it.`,
      'schemaVersion',
    );
  }
  if (!isJson(manifest)) return fail('invalid', 'This manifest holds what is no JSON.', 'manifest');
  const now = projectManifest(doc);
  return write(doc, origin, () => {
    restoreValues(rootMap(doc, 'meta'), now.meta, manifest.meta);
    restoreNodes(doc, now.nodes, manifest.nodes);
    restoreValues(rootMap(doc, 'edges'), now.edges, manifest.edges);
    restoreValues(rootMap(doc, 'selections'), now.selections, manifest.selections);
    restoreRecords(doc, 'tracks', now.tracks, manifest.tracks);
    restoreRecords(doc, 'clips', clipsById(now), clipsById(manifest));
    restoreValues(rootMap(doc, 'markers'), now.markers, manifest.markers);
  });
}

type Values = { readonly [key: string]: unknown };

function restoreValues(map: Y.Map<unknown>, now: Values, wanted: Values): void {
  for (const key of Object.keys(now)) if (!Object.hasOwn(wanted, key)) map.delete(key);
  for (const [key, value] of Object.entries(wanted)) if (!isSame(now[key], value)) map.set(key, value);
}

function restoreRecords(
  doc: Y.Doc,
  root: ProjectRoot,
  now: Readonly<Record<string, Values>>,
  wanted: Readonly<Record<string, Values>>,
): void {
  const table = rootMap(doc, root);
  for (const id of Object.keys(now)) if (!Object.hasOwn(wanted, id)) table.delete(id);
  for (const [id, fields] of Object.entries(wanted)) {
    const record = recordOf(doc, root, id);
    if (record) restoreValues(record, now[id] ?? {}, fields);
    else table.set(id, new Y.Map(Object.entries(fields)));
  }
}

function restoreNodes(doc: Y.Doc, now: ProjectManifest['nodes'], wanted: ProjectManifest['nodes']): void {
  const table = rootMap(doc, 'nodes');
  for (const id of Object.keys(now)) if (!Object.hasOwn(wanted, id)) table.delete(id);
  for (const [id, node] of Object.entries(wanted)) {
    const record = recordOf(doc, 'nodes', id);
    const current = now[id];
    if (record && current) restoreNode(record, current, node);
    else table.set(id, newNode(node));
  }
}

function restoreNode(record: RecordMap, now: ManifestNode, wanted: ManifestNode): void {
  restoreValues(
    record,
    { type: now.type, position: now.position, ...now.fields },
    { type: wanted.type, position: wanted.position, ...wanted.fields },
  );
  for (const name of Object.keys(now.texts)) if (!Object.hasOwn(wanted.texts, name)) record.delete(name);
  for (const [name, text] of Object.entries(wanted.texts)) {
    const shared = record.get(name);
    if (shared instanceof Y.Text) editText(shared, text);
    else record.set(name, new Y.Text(text));
  }
}

function newNode(node: ManifestNode): RecordMap {
  const record = new Y.Map<unknown>();
  for (const [name, value] of Object.entries({ type: node.type, position: { ...node.position }, ...node.fields }))
    record.set(name, value);
  for (const [name, text] of Object.entries(node.texts)) record.set(name, new Y.Text(text));
  return record;
}

function editText(shared: Y.Text, wanted: string): void {
  const now = shared.toString();
  if (now === wanted) return;
  const isBoundary = (text: string, at: number) => !/[\uDC00-\uDFFF]/.test(text.charAt(at));
  let start = 0;
  while (start < now.length && start < wanted.length && now[start] === wanted[start]) start += 1;
  while (start > 0 && !(isBoundary(now, start) && isBoundary(wanted, start))) start -= 1;
  let end = 0;
  while (
    end < now.length - start &&
    end < wanted.length - start &&
    now[now.length - 1 - end] === wanted[wanted.length - 1 - end]
  )
    end += 1;
  while (end > 0 && !(isBoundary(now, now.length - end) && isBoundary(wanted, wanted.length - end))) end -= 1;
  if (now.length - end > start) shared.delete(start, now.length - end - start);
  const added = wanted.slice(start, wanted.length - end);
  if (added !== '') shared.insert(start, added);
}

function clipsById(manifest: ProjectManifest): Readonly<Record<string, Values>> {
  return Object.fromEntries(manifest.clips.map(({ id, ...fields }) => [id, fields]));
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
