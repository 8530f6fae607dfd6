import {
  addNodes,
  connect,
  isJson,
  isJsonObject,
  isPosition,
  nodeText,
  PERSON,
  type CommandResult,
  type Json,
  type NewNode,
  type Position,
} from '@studio/shared/document';
import { nextShotNumber } from '@studio/shared/graph';
import { fail } from '@studio/shared/result';
import type { ProjectSession } from '../sync/projectSession.ts';

type CopiedNode = Omit<Required<NewNode>, 'id'> & { readonly id: string };
interface CopiedWire {
  readonly source: string;
  readonly sourceHandle: string;
  readonly target: string;
  readonly targetHandle: string;
}

/** Nodes and the wires between them, as they travel by clipboard. */
export interface Copied {
  readonly nodes: readonly CopiedNode[];
  readonly wires: readonly CopiedWire[];
}

const MARK = 'production-canvas/1';
const MOST_NODES = 500;

/** Copies nodes with the wires between them; wires that leave the group stay behind. */
export function copyNodes(session: Pick<ProjectSession, 'doc' | 'tables' | 'graph'>, ids: readonly string[]): Copied {
  const chosen = new Set(ids);
  const nodes = ids.flatMap((id): CopiedNode[] => {
    const row = session.tables.nodes.row(id);
    if (!row) return [];
    const fields: { [name: string]: Json } = {};
    const texts: { [name: string]: string } = {};
    for (const [name, value] of Object.entries(row.fields)) {
      if (typeof value === 'string' && nodeText(session.doc, id, name).ok) texts[name] = value;
      else fields[name] = value;
    }
    return [{ id, type: row.type, position: row.position, fields, texts }];
  });
  const inner = session.graph.view().graph.edges.filter((edge) => chosen.has(edge.source) && chosen.has(edge.target));
  const wires = inner.map(({ source, sourceHandle, target, targetHandle }) => ({
    source,
    sourceHandle,
    target,
    targetHandle,
  }));
  return { nodes, wires };
}

/** Pastes a copy with new ids, its top left moved by `offset`; shots get the next numbers. One step of undo. */
export function pasteNodes(
  session: Pick<ProjectSession, 'doc' | 'graph'>,
  copied: Copied,
  offset: Position,
): CommandResult<readonly string[]> {
  const { doc } = session;
  if (copied.nodes.length > MOST_NODES) {
    const message = `At most ${MOST_NODES} nodes are pasted at once; this is ${copied.nodes.length}.`;
    return fail('too-many', message, 'nodes');
  }
  const ids = new Map(copied.nodes.map((node) => [node.id, crypto.randomUUID() as string]));
  let number = Number.parseInt(nextShotNumber(session.graph.view().graph), 10);
  const nodes = copied.nodes.map((node) => {
    const isShot = node.type === 'shot';
    const fields = isShot ? { ...node.fields, number: String(number).padStart(3, '0') } : node.fields;
    if (isShot) number += 10;
    const position = { x: node.position.x + offset.x, y: node.position.y + offset.y };
    return { ...node, fields, position, id: ids.get(node.id) ?? node.id };
  });
  return doc.transact((): CommandResult<readonly string[]> => {
    const added = addNodes(doc, nodes);
    if (!added.ok) return added;
    const wires = copied.wires.map((wire) => ({
      ...wire,
      id: crypto.randomUUID(),
      source: ids.get(wire.source) ?? '',
      target: ids.get(wire.target) ?? '',
    }));
    connect(doc, wires);
    return added;
  }, PERSON);
}

/** Writes a copy as text for the clipboard. */
export function writeCopied(copied: Copied): string {
  return JSON.stringify({ format: MARK, ...copied });
}

/** Reads a copy from the clipboard; undefined for text that is something else. */
export function readCopied(text: string): Copied | undefined {
  const value = parse(text);
  if (!isJsonObject(value) || value['format'] !== MARK || !isJson(value)) return undefined;
  const { nodes, wires } = value;
  if (!Array.isArray(nodes) || !Array.isArray(wires)) return undefined;
  return { nodes: nodes.filter(isCopiedNode), wires: wires.filter(isCopiedWire) };
}

function isCopiedNode(value: unknown): value is CopiedNode {
  if (!isJsonObject(value)) return false;
  const { id, type, position, fields, texts } = value;
  const hasTexts = isJsonObject(texts) && Object.values(texts).every((text) => typeof text === 'string');
  return typeof id === 'string' && typeof type === 'string' && isPosition(position) && isJsonObject(fields) && hasTexts;
}

function isCopiedWire(value: unknown): value is CopiedWire {
  if (!isJsonObject(value)) return false;
  const { source, sourceHandle, target, targetHandle } = value;
  return [source, sourceHandle, target, targetHandle].every((part) => typeof part === 'string');
}

function parse(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
