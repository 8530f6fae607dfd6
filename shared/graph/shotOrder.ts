import { textField } from './fields.ts';
import { sourcesOf, type Graph, type GraphNode } from './graph.ts';

/**
 * The shots of the film in order: the chain that ends in the Assembler, then every other shot by number. A shot that is
 * in no chain is still part of the film.
 */
export function shotsInOrder(graph: Graph, assemblerId?: string): readonly GraphNode[] {
  const shots = [...graph.nodes.values()].filter((node) => node.type === 'shot').sort(byNumber);
  const chained =
    assemblerId === undefined ? [] : sourcesOf(graph, assemblerId, 'shots').flatMap((last) => chainTo(graph, last));
  const inChain = new Set(chained.map((shot) => shot.id));
  return [
    ...new Map([...chained, ...shots.filter((shot) => !inChain.has(shot.id))].map((shot) => [shot.id, shot])).values(),
  ];
}

/** The number of the next shot: tens, as on a slate (010, 020 …), after the greatest in use. */
export function nextShotNumber(graph: Graph): string {
  const numbers = [...graph.nodes.values()]
    .filter((node) => node.type === 'shot')
    .map((shot) => Number.parseInt(textField(shot, 'number'), 10));
  const greatest = Math.max(0, ...numbers.filter((number) => Number.isFinite(number)));
  return String((Math.floor(greatest / 10) + 1) * 10).padStart(3, '0');
}

function chainTo(graph: Graph, last: GraphNode): GraphNode[] {
  const chain: GraphNode[] = [];
  const seen = new Set<string>();
  for (
    let shot: GraphNode | undefined = last;
    shot && !seen.has(shot.id);
    shot = sourcesOf(graph, shot.id, 'previous')[0]
  ) {
    seen.add(shot.id);
    if (shot.type === 'shot') chain.unshift(shot);
  }
  return chain;
}

// Made once: comparing by `localeCompare` makes one for every pair.
const numbers = new Intl.Collator('en', { numeric: true });

function byNumber(a: GraphNode, b: GraphNode): number {
  const order = numbers.compare(textField(a, 'number'), textField(b, 'number'));
  return order === 0 ? (a.id < b.id ? -1 : 1) : order;
}
