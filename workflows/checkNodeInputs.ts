import { type Graph, type GraphNode, isLink } from './graph.ts';
import type { InputDefinition, NodeDefinitions } from './nodeDefinitions.ts';

/** Why an input of a node cannot be used, in the order of checks that ComfyUI makes. */
export type NodeProblem =
  | { reason: 'required-input-missing'; input: string; definition: InputDefinition }
  | { reason: 'bad-link'; input: string; definition: InputDefinition; received: unknown }
  | { reason: 'absent-node'; input: string; definition: InputDefinition; linked: string }
  | { reason: 'absent-slot'; input: string; definition: InputDefinition; linked: string; slot: number }
  | { reason: 'type-mismatch'; input: string; definition: InputDefinition; received: string; linked: [string, number] }
  | { reason: 'wrong-value-type'; input: string; definition: InputDefinition; received: unknown }
  | { reason: 'below-min' | 'above-max'; input: string; definition: InputDefinition; received: number }
  | { reason: 'not-offered'; input: string; definition: InputDefinition; received: unknown };

/** Checks every declared input of one node whose class is known; undeclared inputs are ignored, as ComfyUI does. */
export function checkNodeInputs(graph: Graph, nodeId: string, definitions: NodeDefinitions): NodeProblem[] {
  const node = graph[nodeId];
  const definition = node && definitions[node.class_type];
  if (!node || !definition) return [];
  const problems: NodeProblem[] = [];
  for (const [input, wanted] of Object.entries(definition.required)) {
    if (!(input in node.inputs)) problems.push({ reason: 'required-input-missing', input, definition: wanted });
    else problems.push(...checkInput(graph, node, input, wanted, definitions));
  }
  for (const [input, wanted] of Object.entries(definition.optional)) {
    if (input in node.inputs) problems.push(...checkInput(graph, node, input, wanted, definitions));
  }
  return problems;
}

function checkInput(
  graph: Graph,
  node: GraphNode,
  input: string,
  definition: InputDefinition,
  definitions: NodeDefinitions,
): NodeProblem[] {
  const value = node.inputs[input];
  if (Array.isArray(value)) return checkLink(graph, input, definition, value, definitions);
  if (definition.type === 'INT' || definition.type === 'FLOAT') return checkNumber(input, definition, value);
  if (
    definition.type === 'COMBO' &&
    definition.options &&
    !(typeof value === 'string' && definition.options.includes(value))
  ) {
    return [{ reason: 'not-offered', input, definition, received: value }];
  }
  return [];
}

function checkLink(
  graph: Graph,
  input: string,
  definition: InputDefinition,
  value: unknown[],
  definitions: NodeDefinitions,
): NodeProblem[] {
  if (!isLink(value)) return [{ reason: 'bad-link', input, definition, received: value }];
  const [linked, slot] = value;
  const source = graph[linked];
  if (!source) return [{ reason: 'absent-node', input, definition, linked }];
  const outputs = definitions[source.class_type]?.outputs;
  if (!outputs) return [];
  const output = outputs[slot];
  if (!output) return [{ reason: 'absent-slot', input, definition, linked, slot }];
  if (output.type === definition.type || output.type === '*' || definition.type === '*') return [];
  return [{ reason: 'type-mismatch', input, definition, received: output.type, linked: [linked, slot] }];
}

function checkNumber(input: string, definition: InputDefinition, value: unknown): NodeProblem[] {
  const received = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof received !== 'number' || !Number.isFinite(received)) {
    return [{ reason: 'wrong-value-type', input, definition, received: value }];
  }
  if (definition.min !== undefined && received < definition.min) {
    return [{ reason: 'below-min', input, definition, received }];
  }
  if (definition.max !== undefined && received > definition.max) {
    return [{ reason: 'above-max', input, definition, received }];
  }
  return [];
}

/** Says a problem in words that name the node, the input and what is allowed. */
export function describeNodeProblem(graph: Graph, nodeId: string, problem: NodeProblem): string {
  const node = graph[nodeId];
  const where = `node ${nodeId} (${node?.class_type ?? 'absent'}) input "${problem.input}"`;
  switch (problem.reason) {
    case 'required-input-missing':
      return `${where} is missing`;
    case 'bad-link':
      return `${where} is not a link of [node id, slot]`;
    case 'absent-node':
      return `${where} links to node ${problem.linked}, which is not in the graph`;
    case 'absent-slot':
      return `${where} links to output ${problem.slot} of node ${problem.linked}, which has no such output`;
    case 'type-mismatch':
      return `${where} takes ${problem.definition.type} but node ${problem.linked[0]} gives ${problem.received}`;
    case 'wrong-value-type':
      return `${where} takes a number, not ${JSON.stringify(problem.received)}`;
    case 'below-min':
      return `${where} is ${problem.received}; the smallest allowed is ${problem.definition.min}`;
    case 'above-max':
      return `${where} is ${problem.received}; the largest allowed is ${problem.definition.max}`;
    case 'not-offered':
      return `${where} is ${JSON.stringify(problem.received)}, which is not offered (${offered(problem.definition)})`;
  }
}

function offered(definition: InputDefinition): string {
  const options = definition.options ?? [];
  if (options.length === 0) return 'nothing is';
  return options.length > 8 ? `${options.slice(0, 8).join(', ')} and ${options.length - 8} more` : options.join(', ');
}
