import { validEdges, type EdgeRow, type NodeRow, type Table } from '@studio/shared/document';
import { buildGraph, type Graph, type GraphNode } from '@studio/shared/graph';
import { FrameSignal, type Schedule } from './frameSignal.ts';

/** The graph as everybody must read it, and the wires that are not followed. */
export interface GraphView {
  readonly graph: Graph;
  readonly cutEdges: readonly EdgeRow[];
}

/**
 * The graph without its layout: a move of a node changes nothing here, so that what depends on the graph (run buttons,
 * reasons, order of shots) is not drawn again while somebody drags.
 */
export class GraphStore {
  readonly signal: FrameSignal;
  readonly #nodes: Table<NodeRow>;
  readonly #edges: Table<EdgeRow>;
  readonly #stable = new Map<string, GraphNode>();
  readonly #stops: readonly (() => void)[];
  #view: GraphView | undefined;

  constructor(nodes: Table<NodeRow>, edges: Table<EdgeRow>, schedule?: Schedule) {
    this.signal = new FrameSignal(schedule);
    this.#nodes = nodes;
    this.#edges = edges;
    for (const row of nodes.rows().values()) this.#take(row.id);
    this.#stops = [nodes.subscribe((changed) => this.#nodesChanged(changed)), edges.subscribe(() => this.#changed())];
  }

  /** The graph now; the same object until something other than layout changes. */
  readonly view = (): GraphView => {
    if (!this.#view) {
      const { valid, cut } = validEdges(this.#edges.rows().values(), (id) => this.#stable.has(id));
      this.#view = { graph: buildGraph(this.#stable.values(), valid), cutEdges: cut };
    }
    return this.#view;
  };

  /** Stops following the tables. */
  dispose(): void {
    for (const stop of this.#stops) stop();
  }

  #nodesChanged(changed: ReadonlySet<string>): void {
    let hasChanged = false;
    for (const id of changed) hasChanged = this.#take(id) || hasChanged;
    if (hasChanged) this.#changed();
  }

  #changed(): void {
    this.#view = undefined;
    this.signal.emit();
  }

  #take(id: string): boolean {
    const row = this.#nodes.row(id);
    const known = this.#stable.get(id);
    if (!row) return this.#stable.delete(id);
    if (known && known.type === row.type && areEqual(known.fields, row.fields)) return false;
    this.#stable.set(id, { id, type: row.type, fields: row.fields });
    return true;
  }
}

function areEqual(a: GraphNode['fields'], b: GraphNode['fields']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isSame(a[name], b[name]));
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
