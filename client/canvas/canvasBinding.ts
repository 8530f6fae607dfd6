import type { NodeRow, Position, Table } from '@studio/shared/document';
import { nodeType } from '@studio/shared/graph';
import { Position as Side, type Node, type NodeChange, type NodeHandle } from '@xyflow/react';
import { FrameSignal, type Schedule } from '../sync/frameSignal.ts';
import { nodeShape } from './nodeShape.ts';

/** A node as React Flow gets it. Its face reads the rest from the project by id. */
export type FlowNode = Node<{ readonly nodeType: string }>;

/** The type name of faces for node types of a later version. */
export const UNKNOWN_FACE = 'unknown';
const HANDLE_SIZE = 10;

/**
 * The nodes table seen as React Flow nodes. The same row gives the same object, so one remote move draws one node again.
 * Selection and drags (mine and others') are laid over here and never reach a document; what changed is told at most once
 * a frame.
 */
export class CanvasBinding {
  readonly signal: FrameSignal;
  readonly #table: Table<NodeRow>;
  readonly #stop: () => void;
  readonly #flowNodes = new Map<string, FlowNode>();
  readonly #data = new Map<string, FlowNode['data']>();
  #selected: ReadonlySet<string> = new Set();
  #selection: readonly string[] = [];
  #myDrag: ReadonlyMap<string, Position> = new Map();
  #theirDrags: ReadonlyMap<string, Position> = new Map();
  #list: FlowNode[] | undefined;

  constructor(table: Table<NodeRow>, schedule?: Schedule) {
    this.#table = table;
    this.signal = new FrameSignal(schedule);
    for (const id of table.rows().keys()) this.#project(id);
    this.#stop = table.subscribe((changed) => this.#refresh(changed));
  }

  /** All nodes; the same array, of the same objects, until one changes. */
  readonly nodes = (): FlowNode[] => {
    this.#list ??= [...this.#flowNodes.values()];
    return this.#list;
  };

  /** Ids of my selected nodes that exist; the same array until it changes. */
  readonly selection = (): readonly string[] => this.#selection;

  /** Where my drag has nodes now; empty when I drag nothing. */
  get myDrag(): ReadonlyMap<string, Position> {
    return this.#myDrag;
  }

  /** Takes React Flow's changes of selection and drag. Sizes are fixed by type, and removals come by the table. */
  applyChanges(changes: readonly NodeChange<FlowNode>[]): void {
    const touched = new Set<string>();
    const selected = new Set(this.#selected);
    const drag = new Map(this.#myDrag);
    for (const change of changes) {
      if (change.type === 'select') {
        if (change.selected) selected.add(change.id);
        else selected.delete(change.id);
        touched.add(change.id);
      } else if (change.type === 'position' && change.position && change.dragging === true) {
        drag.set(change.id, change.position);
        touched.add(change.id);
      }
    }
    this.#myDrag = drag;
    this.#setSelected(selected);
    this.#refresh(touched);
  }

  /** Selects exactly these. */
  select(ids: readonly string[]): void {
    const touched = new Set([...this.#selected, ...ids]);
    this.#setSelected(new Set(ids));
    this.#refresh(touched);
  }

  /** Ends my drag; the rows must hold the new places already, else the nodes would jump back for a frame. */
  endDrag(): void {
    const touched = new Set(this.#myDrag.keys());
    this.#myDrag = new Map();
    this.#refresh(touched);
  }

  /** Shows where others have nodes in flight. Mine wins over theirs while I hold a node. */
  showDrags(drags: ReadonlyMap<string, Position>): void {
    const touched = new Set([...this.#theirDrags.keys(), ...drags.keys()]);
    this.#theirDrags = drags;
    if (touched.size > 0) this.#refresh(touched);
  }

  /** Stops following the table. */
  dispose(): void {
    this.#stop();
  }

  #setSelected(selected: ReadonlySet<string>): void {
    this.#selected = selected;
    const existing = [...selected].filter((id) => this.#table.row(id));
    const isSame = existing.length === this.#selection.length && existing.every((id, at) => id === this.#selection[at]);
    if (!isSame) this.#selection = Object.freeze(existing);
  }

  #refresh(ids: ReadonlySet<string>): void {
    let hasChanged = false;
    let hasGone = false;
    for (const id of ids) {
      if (!this.#table.row(id)) hasGone = this.#flowNodes.has(id) || hasGone;
      hasChanged = this.#project(id) || hasChanged;
    }
    if (hasGone) this.#setSelected(this.#selected);
    if (!hasChanged) return;
    this.#list = undefined;
    this.signal.emit();
  }

  /** Brings one flow node up to date; says whether it became another object. */
  #project(id: string): boolean {
    const row = this.#table.row(id);
    if (!row) {
      this.#data.delete(id);
      return this.#flowNodes.delete(id);
    }
    const before = this.#flowNodes.get(id);
    const dragged = this.#myDrag.get(id);
    const position = dragged ?? this.#theirDrags.get(id) ?? row.position;
    const selected = this.#selected.has(id);
    const isSame =
      before !== undefined &&
      before.data.nodeType === row.type &&
      before.position.x === position.x &&
      before.position.y === position.y &&
      before.selected === selected &&
      before.dragging === (dragged !== undefined);
    if (isSame) return false;
    this.#flowNodes.set(id, this.#make(row, { position, selected, dragging: dragged !== undefined }));
    return true;
  }

  #make(row: NodeRow, overlay: Pick<FlowNode, 'position' | 'selected' | 'dragging'>): FlowNode {
    const known = nodeType(row.type);
    const { width, height } = nodeShape(row.type);
    let data = this.#data.get(row.id);
    if (data?.nodeType !== row.type) {
      data = Object.freeze({ nodeType: row.type });
      this.#data.set(row.id, data);
    }
    return {
      id: row.id,
      type: known ? row.type : UNKNOWN_FACE,
      data,
      width,
      height,
      // Known before it is drawn, so that fit and map count nodes that are out of sight.
      measured: { width, height },
      handles: handlesOf(row.type),
      ...overlay,
    };
  }
}

const handles = new Map<string, NodeHandle[]>();

/** Handles by type, so that wires reach nodes that are out of sight and never measured. */
function handlesOf(type: string): NodeHandle[] {
  let known = handles.get(type);
  if (!known) {
    const { inputs = [], outputs = [] } = nodeType(type) ?? {};
    const { width, inputTops, outputTops } = nodeShape(type);
    const box = { width: HANDLE_SIZE, height: HANDLE_SIZE };
    const place = (x: number, top = 0) => ({ x: x - HANDLE_SIZE / 2, y: top - HANDLE_SIZE / 2 });
    known = [
      ...inputs.map((input, at) => ({
        id: input.id,
        type: 'target' as const,
        position: Side.Left,
        ...place(0, inputTops[at]),
        ...box,
      })),
      ...outputs.map((output, at) => ({
        id: output.id,
        type: 'source' as const,
        position: Side.Right,
        ...place(width, outputTops[at]),
        ...box,
      })),
    ];
    handles.set(type, known);
  }
  return known;
}
