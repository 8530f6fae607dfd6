import type { TakeRow } from '@studio/shared/document';
import { type Graph, type GraphNode, nodeLabel, shotsInOrder, slotOf, textField } from '@studio/shared/graph';

/** A place that collects Takes, as the gallery lists it. */
export interface Slot {
  readonly id: string;
  /** The shot's number, or ''. */
  readonly number: string;
  readonly label: string;
  readonly section: 'shots' | 'sources' | 'removed';
}

/** The first Assembler of the project: the one whose film the timeline cuts. */
export function assemblerOf(graph: Graph): string | undefined {
  return [...graph.nodes.values()]
    .filter((node) => node.type === 'assembler')
    .map((node) => node.id)
    .sort()[0];
}

/**
 * The slots of a project: shots in the order of the film, then generators with Takes of their own (a still that a video
 * starts from), then what was removed from the canvas: its Takes stay within reach.
 */
export function listSlots(graph: Graph, takes: Iterable<Pick<TakeRow, 'slotId' | 'kind' | 'name'>>): readonly Slot[] {
  const shots = shotsInOrder(graph, assemblerOf(graph));
  const slots: Slot[] = shots.map((shot) => ({
    id: shot.id,
    number: textField(shot, 'number'),
    label: textField(shot, 'name'),
    section: 'shots',
  }));
  const listed = new Set(slots.map((slot) => slot.id));
  const byLabel = (a: GraphNode, b: GraphNode) => nodeLabel(a).localeCompare(nodeLabel(b), 'en', { numeric: true });
  for (const node of [...graph.nodes.values()].sort(byLabel)) {
    const isGenerator = node.type === 'generate.image' || node.type === 'generate.video';
    if (!isGenerator || slotOf(graph, node.id) !== node.id) continue;
    slots.push({ id: node.id, number: '', label: nodeLabel(node), section: 'sources' });
    listed.add(node.id);
  }
  for (const take of takes) {
    if (take.kind === 'film' || listed.has(take.slotId)) continue;
    listed.add(take.slotId);
    const node = graph.nodes.get(take.slotId);
    const label = node ? nodeLabel(node) : take.name.replace(/_v\d+_take\d+\.\w+$/, '');
    slots.push({ id: take.slotId, number: '', label, section: node ? 'sources' : 'removed' });
  }
  return slots;
}
