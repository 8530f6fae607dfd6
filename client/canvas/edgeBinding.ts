import type { EdgeRow } from '@studio/shared/document';
import { nodeType, type Graph, type HandleKind } from '@studio/shared/graph';
import type { Edge, EdgeChange } from '@xyflow/react';
import { FrameSignal, type Schedule } from '../sync/frameSignal.ts';
import type { GraphStore } from '../sync/graphStore.ts';
import { nodeShape } from './nodeShape.ts';

/** What a wire is drawn from. */
export interface WireView {
  readonly kind: HandleKind | undefined;
  /** It would close a circle and is not followed. */
  readonly isCut: boolean;
  /** How far below the top of its node each end is, in canvas pixels. */
  readonly sourceTop: number;
  readonly targetTop: number;
}

/** A wire as React Flow gets it. */
export type FlowEdge = Edge<WireView & { readonly [key: string]: unknown }>;

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
      const kind = outputKind(graph, row);
      const selected = this.#selected.has(row.id);
      const before = this.#edges.get(row.id);
      const isSame = before?.selected === selected && before.data?.isCut === isCut && before.data.kind === kind;
      next.set(
        row.id,
        isSame ? before : { ...row, type: 'wire', selected, data: { kind, isCut, ...topsOf(graph, row) } },
      );
    };
    for (const edge of graph.edges) take(edge, false);
    for (const edge of cutEdges) take(edge, true);
    this.#edges = next;
    return [...next.values()];
  }
}

function outputKind(graph: Graph, { source, sourceHandle }: EdgeRow): HandleKind | undefined {
  return nodeType(graph.nodes.get(source)?.type ?? '')?.outputs.find((handle) => handle.id === sourceHandle)?.kind;
}

function topsOf(graph: Graph, row: EdgeRow): Pick<WireView, 'sourceTop' | 'targetTop'> {
  const sourceType = graph.nodes.get(row.source)?.type ?? '';
  const targetType = graph.nodes.get(row.target)?.type ?? '';
  const output = nodeType(sourceType)?.outputs.findIndex((handle) => handle.id === row.sourceHandle) ?? 0;
  const input = nodeType(targetType)?.inputs.findIndex((handle) => handle.id === row.targetHandle) ?? 0;
  return {
    sourceTop: nodeShape(sourceType).outputTops[output] ?? 0,
    targetTop: nodeShape(targetType).inputTops[input] ?? 0,
  };
}
