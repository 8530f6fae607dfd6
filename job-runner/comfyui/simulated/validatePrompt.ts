import { checkNodeInputs, findCycle, type Graph, graphSchema, isLink, type NodeDefinitions } from '@studio/workflows';
import { error, invalidFile, type NodeErrors, type PromptError, promptErrorOf } from './promptErrors.ts';

/** What validation says: which outputs can run, or why none can. */
export type Validation =
  | {
      readonly ok: true;
      readonly graph: Graph;
      readonly outputNodeIds: string[];
      readonly nodeErrors: Record<string, NodeErrors>;
    }
  | { readonly ok: false; readonly error: PromptError; readonly nodeErrors: Record<string, NodeErrors> };

/** Checks a posted graph the way the server does: each output by its own upstream, and a good output runs without the bad ones. */
export function validatePrompt(
  posted: unknown,
  definitions: NodeDefinitions,
  targets: readonly string[] | undefined,
  hasInputFile: (name: string) => boolean,
): Validation {
  const missing = firstUnknownClass(posted, definitions);
  if (missing) return { ok: false, error: missing, nodeErrors: {} };
  const graph = graphSchema.parse(posted);
  const outputs = Object.keys(graph).filter((nodeId) => {
    const isOutput = definitions[graph[nodeId]?.class_type ?? '']?.isOutput;
    return isOutput && (targets === undefined || targets.includes(nodeId));
  });
  if (outputs.length === 0) {
    return { ok: false, error: error('prompt_no_outputs', 'Prompt has no outputs', ''), nodeErrors: {} };
  }
  const nodeErrors: Record<string, NodeErrors> = {};
  const good = outputs.filter((output) => validateOutput(graph, output, definitions, hasInputFile, nodeErrors));
  if (good.length > 0) return { ok: true, graph, outputNodeIds: good, nodeErrors };
  const details = outputs
    .flatMap((output) => nodeErrors[output]?.errors ?? [])
    .map((found) => `${found.message}: ${found.details}`)
    .join('\n');
  const failed = error('prompt_outputs_failed_validation', 'Prompt outputs failed validation', details);
  return { ok: false, error: failed, nodeErrors };
}

function firstUnknownClass(posted: unknown, definitions: NodeDefinitions): PromptError | undefined {
  for (const [nodeId, node] of Object.entries(posted as Record<string, Record<string, unknown>>)) {
    const classType = node['class_type'];
    if (typeof classType === 'string' && definitions[classType]) continue;
    const title = (node['_meta'] as { title?: string } | undefined)?.title ?? classType ?? null;
    return error(
      'missing_node_type',
      `Node '${typeof title === 'string' ? title : 'None'}' not found. The custom node may not be installed.`,
      `Node ID '#${nodeId}'`,
      { node_id: nodeId, class_type: classType ?? null, node_title: title },
    );
  }
  return undefined;
}

function validateOutput(
  graph: Graph,
  output: string,
  definitions: NodeDefinitions,
  hasInputFile: (name: string) => boolean,
  nodeErrors: Record<string, NodeErrors>,
): boolean {
  const cycle = findCycle(graph);
  let isGood = true;
  for (const nodeId of upstreamOf(graph, output)) {
    const node = graph[nodeId];
    if (!node) continue;
    const errors = checkNodeInputs(graph, nodeId, definitions).map((problem) => promptErrorOf(problem, node));
    const image = node.inputs['image'];
    if (node.class_type === 'LoadImage' && typeof image === 'string' && !hasInputFile(image)) {
      errors.push(invalidFile('image', 'image', image));
    }
    if (cycle.includes(nodeId)) {
      errors.push(error('dependency_cycle', 'Dependency cycle detected', '', { cycle_nodes: cycle.slice(0, -1) }));
    }
    if (errors.length === 0) continue;
    isGood = false;
    const known = nodeErrors[nodeId];
    nodeErrors[nodeId] = {
      errors,
      dependent_outputs: [...(known?.dependent_outputs ?? []), output],
      class_type: node.class_type,
    };
  }
  return isGood;
}

/** The nodes an output depends on, itself last, each once, inputs before the nodes that use them. */
export function upstreamOf(graph: Graph, output: string): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const visit = (nodeId: string): void => {
    const node = graph[nodeId];
    if (!node || seen.has(nodeId)) return;
    seen.add(nodeId);
    for (const value of Object.values(node.inputs)) if (isLink(value)) visit(value[0]);
    order.push(nodeId);
  };
  visit(output);
  return order;
}
