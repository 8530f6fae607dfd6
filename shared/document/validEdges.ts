import type { EdgeRow } from './records/edge.ts';

/** Edges as everybody must draw them: `valid` in id order, and those that are not followed, with why. */
export interface EdgeValidity {
  readonly valid: readonly EdgeRow[];
  readonly cut: readonly EdgeRow[];
  readonly dangling: readonly EdgeRow[];
}

/**
 * Decides which edges hold. An edge to an absent node is hidden, not removed: the node may come back by undo. Of a cycle
 * the edge with the greatest id is cut, so every replica cuts the same one. Nobody repairs this by writing.
 */
export function validEdges(edges: Iterable<EdgeRow>, hasNode: (id: string) => boolean): EdgeValidity {
  const ordered = [...edges].sort((a, b) => (a.id < b.id ? -1 : 1));
  const valid: EdgeRow[] = [];
  const cut: EdgeRow[] = [];
  const dangling: EdgeRow[] = [];
  const targets = new Map<string, Set<string>>();
  for (const edge of ordered) {
    if (!hasNode(edge.source) || !hasNode(edge.target)) dangling.push(edge);
    else if (edge.source === edge.target || reaches(targets, edge.target, edge.source)) cut.push(edge);
    else {
      valid.push(edge);
      const next = targets.get(edge.source);
      if (next) next.add(edge.target);
      else targets.set(edge.source, new Set([edge.target]));
    }
  }
  return { valid, cut, dangling };
}

function reaches(targets: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set<string>([from]);
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === to) return true;
    for (const next of targets.get(id) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  return false;
}
