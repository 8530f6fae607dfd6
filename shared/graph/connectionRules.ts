import { fail, ok, type Result } from '../result.ts';
import { nodeType } from './catalogue.ts';
import type { Graph } from './graph.ts';
import type { InputHandle, OutputHandle } from './nodeType.ts';

/** The two ends of a wire that somebody wants to make. */
export interface Connection {
  readonly source: string;
  readonly sourceHandle: string;
  readonly target: string;
  readonly targetHandle: string;
}

/** Why a wire is refused. */
export type ConnectionRefusal = 'unknown-handle' | 'itself' | 'kind' | 'cycle' | 'exists' | 'full';

/**
 * Asks whether a wire may be made. The value lists the wires it replaces: an input for one wire takes the newest.
 * Refusals are sentences to show while dragging.
 */
export function checkConnection(graph: Graph, wanted: Connection): Result<readonly string[], ConnectionRefusal> {
  const output = outputHandle(graph, wanted);
  const input = inputHandle(graph, wanted);
  if (!output || !input) return fail('unknown-handle', 'This version does not know one end of this wire.');
  if (wanted.source === wanted.target) return fail('itself', 'A node cannot feed itself.');
  if (!input.accepts.includes(output.kind)) {
    return fail('kind', `${input.label} takes ${listKinds(input)}, not ${article(output.kind)}.`);
  }
  const present = (graph.into.get(wanted.target) ?? []).filter((edge) => edge.targetHandle === wanted.targetHandle);
  if (present.some((edge) => edge.source === wanted.source && edge.sourceHandle === wanted.sourceHandle)) {
    return fail('exists', 'These two are wired already.');
  }
  if (isUpstream(graph, wanted.target, wanted.source))
    return fail('cycle', 'This would make a circle: it already feeds that node.');
  if (input.max === 1) return ok(present.map((edge) => edge.id));
  if (present.length >= input.max)
    return fail('full', `${input.label} takes at most ${input.max} wires. Remove one first.`);
  return ok([]);
}

/** The inputs of `type` that take what comes out of an output of kind `kind`. */
export function fittingInputs(type: string, kind: OutputHandle['kind']): readonly InputHandle[] {
  return (nodeType(type)?.inputs ?? []).filter((input) => input.accepts.includes(kind));
}

function outputHandle(graph: Graph, wanted: Connection): OutputHandle | undefined {
  const type = graph.nodes.get(wanted.source)?.type;
  return type === undefined ? undefined : nodeType(type)?.outputs.find((output) => output.id === wanted.sourceHandle);
}

function inputHandle(graph: Graph, wanted: Connection): InputHandle | undefined {
  const type = graph.nodes.get(wanted.target)?.type;
  return type === undefined ? undefined : nodeType(type)?.inputs.find((input) => input.id === wanted.targetHandle);
}

function isUpstream(graph: Graph, from: string, of: string): boolean {
  const seen = new Set<string>([of]);
  const waiting = [of];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === from) return true;
    for (const edge of graph.into.get(id) ?? []) {
      if (seen.has(edge.source)) continue;
      seen.add(edge.source);
      waiting.push(edge.source);
    }
  }
  return false;
}

function listKinds(input: InputHandle): string {
  return input.accepts.map(article).join(' or ');
}

function article(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}
