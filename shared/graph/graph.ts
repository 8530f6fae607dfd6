/** A field's value as graph code reads it: JSON, whatever a client of another version stored. */
export type FieldValue = unknown;

/** A node as the graph needs it: any row of that shape will do. */
export interface GraphNode {
  readonly id: string;
  readonly type: string;
  readonly fields: { readonly [name: string]: FieldValue };
}

/** A wire as the graph needs it. */
export interface GraphEdge {
  readonly id: string;
  readonly source: string;
  readonly sourceHandle: string;
  readonly target: string;
  readonly targetHandle: string;
}

/** Nodes and the wires that hold, indexed both ways. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly GraphEdge[];
  readonly into: ReadonlyMap<string, readonly GraphEdge[]>;
  readonly outOf: ReadonlyMap<string, readonly GraphEdge[]>;
}

/** Indexes nodes and wires; the wires must be valid (no dangling end, no cycle). */
export function buildGraph(nodes: Iterable<GraphNode>, edges: readonly GraphEdge[]): Graph {
  const into = new Map<string, GraphEdge[]>();
  const outOf = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    push(into, edge.target, edge);
    push(outOf, edge.source, edge);
  }
  return { nodes: new Map([...nodes].map((node) => [node.id, node])), edges, into, outOf };
}

/** The nodes wired into a handle, in edge-id order. */
export function sourcesOf(graph: Graph, nodeId: string, handle: string): readonly GraphNode[] {
  const edges = (graph.into.get(nodeId) ?? []).filter((edge) => edge.targetHandle === handle);
  return edges.flatMap((edge) => graph.nodes.get(edge.source) ?? []);
}

/** Every node upstream of `nodeId` and itself, each after all that feed it. */
export function executionOrder(graph: Graph, nodeId: string): readonly string[] {
  const ordered: string[] = [];
  const entered = new Set<string>();
  const stack: { id: string; isReady: boolean }[] = [{ id: nodeId, isReady: false }];
  for (let step = stack.pop(); step; step = stack.pop()) {
    if (step.isReady) ordered.push(step.id);
    else if (!entered.has(step.id)) {
      entered.add(step.id);
      stack.push({ id: step.id, isReady: true });
      for (const edge of graph.into.get(step.id) ?? []) stack.push({ id: edge.source, isReady: false });
    }
  }
  return ordered;
}

function push(index: Map<string, GraphEdge[]>, key: string, edge: GraphEdge): void {
  const edges = index.get(key);
  if (edges) edges.push(edge);
  else index.set(key, [edge]);
}
