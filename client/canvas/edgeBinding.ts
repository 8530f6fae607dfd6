import type { EdgeRow } from '@studio/shared/document';
import { nodeType, type HandleKind } from '@studio/shared/graph';
import type { Edge, EdgeChange } from '@xyflow/react';
import { FrameSignal, type Schedule } from '../sync/frameSignal.ts';
import type { GraphStore } from '../sync/graphStore.ts';

/** A wire as React Flow gets it. `isCut` marks one that would close a circle and is not followed. */
export type FlowEdge = Edge<{ readonly kind: HandleKind | undefined; readonly isCut: boolean }>;

/** The wires of the graph as React Flow edges: the same wire is the same object; selection is laid over. */
export class EdgeBinding {
  readonly signal: FrameSignal;
  readonly #graph: GraphStore;
  readonly #stop: () => void;
  #selected: ReadonlySet<string> = new Set();
  #edges = new Map<string, FlowEdge>();
  #list: FlowEdge[] | undefined;

  constructor(graph: GraphStore, schedule?: Schedule) {
    this.#graph = graph;
    this.signal = new FrameSignal(schedule);
    this.#stop = graph.signal.subscribe(() => this.#changed());
  }

  /** All wires; the same array until one changes. */
  readonly edges = (): FlowEdge[] => {
    this.#list ??= this.#read();
    return this.#list;
  };

  /** Ids of my selected wires that exist. */
  selection(): readonly string[] {
    return this.edges().flatMap((edge) => (edge.selected === true ? [edge.id] : []));
  }

  /** Takes React Flow's changes of selection. */
  applyChanges(changes: readonly EdgeChange<FlowEdge>[]): void {
    const selected = new Set(this.#selected);
    for (const change of changes) {
      if (change.type !== 'select') continue;
      if (change.selected) selected.add(change.id);
      else selected.delete(change.id);
    }
    this.#selected = selected;
    this.#changed();
  }

  /** Stops following the graph. */
  dispose(): void {
    this.#stop();
  }

  #changed(): void {
    this.#list = undefined;
    this.signal.emit();
  }

  #read(): FlowEdge[] {
    const { graph, cutEdges } = this.#graph.view();
    const next = new Map<string, FlowEdge>();
    const take = (row: EdgeRow, isCut: boolean) => {
      const source = graph.nodes.get(row.source);
      const output = source && nodeType(source.type)?.outputs.find((handle) => handle.id === row.sourceHandle);
      const selected = this.#selected.has(row.id);
      const before = this.#edges.get(row.id);
      const isSame = before?.selected === selected && before.data?.isCut === isCut && before.data.kind === output?.kind;
      next.set(row.id, isSame ? before : { ...row, type: 'wire', selected, data: { kind: output?.kind, isCut } });
    };
    for (const edge of graph.edges) take(edge, false);
    for (const edge of cutEdges) take(edge, true);
    this.#edges = next;
    return [...next.values()];
  }
}
