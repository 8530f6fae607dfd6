import * as Y from 'yjs';
import {
  canonicalJson,
  inOrder,
  isJson,
  type Json,
  manifestJson,
  projectManifest,
  readClip,
  readEdge,
  readIntent,
  readNode,
  readRows,
  ROOTS,
  rootMap,
  validEdges,
} from '../document/index.ts';

/** Says what is wrong with a project as its readers see it, or undefined when it is valid. */
export function flawOfProject(doc: Y.Doc): string | undefined {
  const roots = [...doc.share.keys()].filter((root) => !(ROOTS.project as readonly string[]).includes(root));
  if (roots.length > 0) return `unknown roots ${roots.join(', ')}`;
  if (!isJson(projectManifest(doc))) return 'the manifest is not JSON';
  const nodes = readRows(rootMap(doc, 'nodes'), readNode);
  if (nodes.size !== rootMap(doc, 'nodes').size) return 'a node cannot be read';
  if (readRows(rootMap(doc, 'intents'), readIntent).size !== rootMap(doc, 'intents').size)
    return 'an intent cannot be read';
  const { valid } = validEdges(readRows(rootMap(doc, 'edges'), readEdge).values(), (id) => nodes.has(id));
  if (hasCycle(valid)) return 'the valid wires make a circle';
  const clips = inOrder(readRows(rootMap(doc, 'clips'), readClip).values());
  if (clips.length !== rootMap(doc, 'clips').size) return 'a clip is lost or doubled';
  return doc.store.pendingStructs === null ? undefined : 'updates are pending';
}

/** The bytes by which two replicas are compared. */
export function fingerprint(doc: Y.Doc): string {
  return canonicalJson({
    project: manifestJson(projectManifest(doc)),
    intents: rootMap(doc, 'intents').toJSON() as Json,
  });
}

/** What stands in the undoable roots and who wrote it: `root/key` and `root/key/field` to the writer's client id. */
export function writers(doc: Y.Doc): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const root of ['nodes', 'edges', 'selections', 'clips', 'meta'] as const)
    collect(rootMap(doc, root), root, found);
  return found;
}

function collect(map: Y.Map<unknown>, path: string, found: Map<string, number>): void {
  for (const [key, struct] of map._map) {
    if (struct.deleted) continue;
    found.set(`${path}/${key}`, struct.id.client);
    const value = map.get(key);
    if (value instanceof Y.Map) collect(value, `${path}/${key}`, found);
    if (value instanceof Y.Text) collectText(value, `${path}/${key}`, found);
  }
}

// Every character of a shared text, by the id of who typed it and when.
function collectText(text: Y.Text, path: string, found: Map<string, number>): void {
  for (let struct = text._start; struct !== null; struct = struct.right) {
    if (struct.deleted) continue;
    for (let at = 0; at < struct.length; at += 1) {
      found.set(`${path}@${struct.id.client}:${struct.id.clock + at}`, struct.id.client);
    }
  }
}

function hasCycle(edges: readonly { source: string; target: string }[]): boolean {
  const incoming = new Map<string, number>();
  const targets = new Map<string, string[]>();
  for (const { source, target } of edges) {
    incoming.set(source, incoming.get(source) ?? 0);
    incoming.set(target, (incoming.get(target) ?? 0) + 1);
    targets.set(source, [...(targets.get(source) ?? []), target]);
  }
  const free = [...incoming].filter(([, count]) => count === 0).map(([id]) => id);
  let seen = 0;
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    seen += 1;
    for (const target of targets.get(id) ?? []) {
      const left = (incoming.get(target) ?? 0) - 1;
      incoming.set(target, left);
      if (left === 0) free.push(target);
    }
  }
  return seen !== incoming.size;
}
