import { addNode, connect, PERSON, type CommandResult, type Position } from '@studio/shared/document';
import { checkConnection, fittingInputs, nextShotNumber, nodeType, type Graph } from '@studio/shared/graph';
import type { ProjectSession } from '../sync/projectSession.ts';

/** The end of a wire that was dropped on the empty canvas. */
export interface LooseWire {
  readonly nodeId: string;
  readonly handleId: string;
  readonly end: 'source' | 'target';
}

/** Adds a node of a type at a place, wired to a loose wire when one is given; one step of undo. Returns its id. */
export function createNode(
  session: ProjectSession,
  type: string,
  position: Position,
  loose?: LooseWire,
): CommandResult<string> {
  const { doc, graph } = session;
  const id = crypto.randomUUID();
  const number = nextShotNumber(graph.view().graph);
  const texts = (nodeType(type)?.fields ?? []).flatMap((field) =>
    field.kind === 'text' ? [[field.name, ''] as const] : [],
  );
  const place = { x: Math.round(position.x), y: Math.round(position.y) };
  return doc.transact((): CommandResult<string> => {
    const fields = type === 'shot' ? { number } : {};
    const added = addNode(doc, { id, type, position: place, fields, texts: Object.fromEntries(texts) });
    if (!added.ok) return added;
    if (loose) wire(session, id, type, loose);
    return { ok: true, value: id };
  }, PERSON);
}

/** The types that a loose wire can end in. */
export function fitsWire(graph: Graph, type: string, loose: LooseWire): boolean {
  return handleFor(graph, type, loose) !== undefined;
}

function wire(session: ProjectSession, id: string, type: string, loose: LooseWire): void {
  const { graph } = session.graph.view();
  const handle = handleFor(graph, type, loose);
  if (handle === undefined) return;
  const ends =
    loose.end === 'source'
      ? { source: loose.nodeId, sourceHandle: loose.handleId, target: id, targetHandle: handle }
      : { source: id, sourceHandle: handle, target: loose.nodeId, targetHandle: loose.handleId };
  // The graph of this frame does not know the new node yet; the check needs it to read its handles.
  const nodes = new Map(graph.nodes).set(id, { id, type, fields: {} });
  const allowed = checkConnection({ ...graph, nodes }, ends);
  if (allowed.ok) connect(session.doc, [{ id: crypto.randomUUID(), ...ends }], allowed.value);
}

function handleFor(graph: Graph, type: string, loose: LooseWire): string | undefined {
  const end = graph.nodes.get(loose.nodeId);
  const known = end && nodeType(end.type);
  if (!known) return undefined;
  if (loose.end === 'source') {
    const output = known.outputs.find((handle) => handle.id === loose.handleId);
    return output && fittingInputs(type, output.kind)[0]?.id;
  }
  const input = known.inputs.find((handle) => handle.id === loose.handleId);
  return input && nodeType(type)?.outputs.find((output) => input.accepts.includes(output.kind))?.id;
}
