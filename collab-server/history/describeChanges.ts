import type { Change } from '@studio/shared/api';
import { nodeType } from '@studio/shared/graph';
import { describeCut } from './describeCut.ts';
import type { Manifest } from './projectManifestView.ts';
import { describeWords } from './describeWords.ts';
import type { ManifestNode } from '@studio/shared/document';
import { labelOf, plural } from './filmWords.ts';

/** Says in film words what happened between two states of a project; layout noise is folded into one line, last. */
export function describeChanges(before: Manifest, after: Manifest): readonly Change[] {
  return [
    ...describeMeta(before, after),
    ...inReadingOrder(describeNodes(before, after)),
    ...inReadingOrder(describeTakes(before, after)),
    ...describeCut(before, after),
    ...describeWires(before, after),
    ...describeLayout(before, after),
  ];
}

// Made once: comparing by `localeCompare` makes one for every pair.
const reading = new Intl.Collator('en', { numeric: true });

function inReadingOrder(changes: readonly Change[]): Change[] {
  return [...changes].sort((a, b) => reading.compare(a.text, b.text));
}

function describeMeta(before: Manifest, after: Manifest): Change[] {
  const names = ['title', 'logline', 'rate', 'width', 'height', 'quality'] as const;
  const changed = names.filter((name) => before.meta[name] !== undefined && before.meta[name] !== after.meta[name]);
  return changed.map((name) => ({
    kind: 'project',
    text: `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${words(before.meta[name])} → ${words(after.meta[name])}`,
    nodeId: null,
  }));
}

function describeNodes(before: Manifest, after: Manifest): Change[] {
  const changes: Change[] = [];
  const ids = new Set([...Object.keys(before.nodes), ...Object.keys(after.nodes)]);
  for (const id of ids) {
    const [was, is] = [before.nodes[id], after.nodes[id]];
    if (!was && is) changes.push({ kind: kindOf(is), text: `Added ${labelOf(after, id)}`, nodeId: id });
    else if (was && !is) changes.push({ kind: kindOf(was), text: `Removed ${labelOf(before, id)}`, nodeId: id });
    else if (was && is) changes.push(...describeNode(id, was, is, labelOf(after, id)));
  }
  return changes;
}

function describeNode(id: string, was: ManifestNode, is: ManifestNode, label: string): Change[] {
  const changes: Change[] = [];
  for (const name of new Set([...Object.keys(was.texts), ...Object.keys(is.texts)])) {
    const [from, to] = [was.texts[name] ?? '', is.texts[name] ?? ''];
    if (from !== to)
      changes.push({ kind: 'prompt', text: `${label}, ${name}: ${describeWords(from, to)}`, nodeId: id });
  }
  for (const name of new Set([...Object.keys(was.fields), ...Object.keys(is.fields)])) {
    const [from, to] = [was.fields[name], is.fields[name]];
    if (JSON.stringify(from) === JSON.stringify(to)) continue;
    changes.push({ kind: kindOf(is), text: `${label}, ${describeField(is.type, name, from, to)}`, nodeId: id });
  }
  return changes;
}

function describeField(type: string, name: string, from: unknown, to: unknown): string {
  const definition = nodeType(type)?.fields.find((field) => field.name === name);
  const label = (definition?.label ?? name).toLowerCase();
  if (definition?.kind === 'media') return `${label} ${to === undefined ? 'removed' : 'changed'}`;
  if (typeof from === 'number' && typeof to === 'number' && definition?.kind === 'number') {
    const sign = to > from ? '+' : '';
    return `${label} ${sign}${to - from} ${definition.unit}`.trim();
  }
  const fallback = definition && 'default' in definition ? definition.default : undefined;
  return `${label}: ${words(from ?? fallback)} → ${words(to ?? fallback)}`;
}

function describeTakes(before: Manifest, after: Manifest): Change[] {
  const changes: Change[] = [];
  const made = new Map<string, number>();
  for (const [id, take] of Object.entries(after.takes)) {
    if (!before.takes[id]) made.set(take.slotId, (made.get(take.slotId) ?? 0) + 1);
  }
  for (const [slotId, count] of made) {
    changes.push({
      kind: 'take',
      text: `${labelOf(after, slotId, before)}: ${plural(count, 'Take')} made`,
      nodeId: slotId,
    });
  }
  for (const slotId of new Set([...Object.keys(before.selections), ...Object.keys(after.selections)])) {
    const [from, to] = [before.selections[slotId], after.selections[slotId]];
    if (from === to || to === undefined) continue;
    const name = shortTakeName(after.takes[to]?.name) ?? 'a Take';
    const former = from === undefined ? undefined : (after.takes[from] ?? before.takes[from]);
    const was = from === undefined ? '' : ` instead of ${shortTakeName(former?.name) ?? 'another'}`;
    changes.push({ kind: 'take', text: `${labelOf(after, slotId, before)}: picked ${name}${was}`, nodeId: slotId });
  }
  return changes;
}

// `SHOT-010_v01_take03.mp4` of a shot that is named already: `v01 take03`.
function shortTakeName(name: string | undefined): string | undefined {
  const parts = name === undefined ? null : /(v\d+)_(take\d+)\./.exec(name);
  return parts ? `${parts[1]} ${parts[2]}` : name;
}

function describeWires(before: Manifest, after: Manifest): Change[] {
  const added = Object.keys(after.edges).filter((id) => !before.edges[id]).length;
  const removed = Object.keys(before.edges).filter((id) => !after.edges[id]).length;
  const parts = [
    added > 0 ? `${plural(added, 'wire')} added` : '',
    removed > 0 ? `${plural(removed, 'wire')} removed` : '',
  ];
  const text = parts.filter(Boolean).join(', ');
  return text === '' ? [] : [{ kind: 'wire', text, nodeId: null }];
}

function describeLayout(before: Manifest, after: Manifest): Change[] {
  const moved = Object.entries(after.nodes).filter(([id, node]) => {
    const was = before.nodes[id]?.position;
    return was !== undefined && (was.x !== node.position.x || was.y !== node.position.y);
  });
  return moved.length === 0
    ? []
    : [{ kind: 'layout', text: `${plural(moved.length, 'node')} moved on the canvas`, nodeId: null }];
}

function kindOf(node: ManifestNode): Change['kind'] {
  return node.type.startsWith('asset.') ? 'asset' : 'shot';
}

function words(value: unknown): string {
  return value === undefined || value === '' || value === null
    ? 'nothing'
    : String(typeof value === 'object' ? JSON.stringify(value) : value);
}
