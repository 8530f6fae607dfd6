import { checkNodeInputs, describeNodeProblem } from './checkNodeInputs.ts';
import { type Graph, isLink } from './graph.ts';
import type { PipelineInput, Tier } from './manifest.ts';
import { type NodeDefinitions, offerFiles } from './nodeDefinitions.ts';
import type { Pipeline, Workflow } from './pipeline.ts';

/** Checks a loaded pipeline against the node definitions; each problem names the folder, the tier and what to change. */
export function checkPipeline(pipeline: Pipeline, definitions: NodeDefinitions): string[] {
  const problems: string[] = [];
  const names = pipeline.inputs.map((input) => input.name);
  for (const name of new Set(names)) {
    if (names.filter((other) => other === name).length > 1) problems.push(`input "${name}" is declared twice`);
  }
  for (const [tier, workflow] of Object.entries(pipeline.tiers)) {
    if (!workflow) continue;
    const found = [
      ...checkGraph(workflow, definitions),
      ...checkBindings(pipeline, workflow),
      ...checkDefaults(pipeline, workflow, tier as Tier),
      ...checkModels(workflow, definitions),
      ...checkOutputs(workflow, definitions),
    ];
    problems.push(...found.map((problem) => `${tier}: ${problem}`));
  }
  return problems.map((problem) => `workflows/${pipeline.id}: ${problem}`);
}

function checkGraph(workflow: Workflow, definitions: NodeDefinitions): string[] {
  const graph = workflow.graphJson;
  const files: Record<string, string[]> = {};
  for (const model of workflow.models) files[model.folder] = [...(files[model.folder] ?? []), model.name];
  const offeredHere = offerFiles(definitions, files);
  const problems: string[] = [];
  for (const [nodeId, node] of Object.entries(graph)) {
    if (!definitions[node.class_type]) problems.push(`node ${nodeId} has the unknown class ${node.class_type}`);
    for (const problem of checkNodeInputs(graph, nodeId, offeredHere)) {
      problems.push(describeNodeProblem(graph, nodeId, problem));
    }
  }
  const cycle = findCycle(graph);
  if (cycle.length > 0) problems.push(`nodes ${cycle.join(' -> ')} feed each other`);
  return problems;
}

/** Gives the node ids of one cycle of links, or none. */
export function findCycle(graph: Graph): string[] {
  const done = new Set<string>();
  const visit = (nodeId: string, path: string[]): string[] => {
    if (path.includes(nodeId)) return [...path.slice(path.indexOf(nodeId)), nodeId];
    if (done.has(nodeId)) return [];
    for (const value of Object.values(graph[nodeId]?.inputs ?? {})) {
      if (!isLink(value)) continue;
      const cycle = visit(value[0], [...path, nodeId]);
      if (cycle.length > 0) return cycle;
    }
    done.add(nodeId);
    return [];
  };
  for (const nodeId of Object.keys(graph)) {
    const cycle = visit(nodeId, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

function checkBindings(pipeline: Pipeline, workflow: Workflow): string[] {
  const problems: string[] = [];
  for (const input of pipeline.inputs) {
    if (!workflow.bindings[input.name]) {
      problems.push(`input "${input.name}" has no bindings; write [] where this tier does not use it`);
    }
  }
  for (const [name, bindings] of Object.entries(workflow.bindings)) {
    if (!pipeline.inputs.some((input) => input.name === name))
      problems.push(`bindings name the unknown input "${name}"`);
    for (const binding of bindings) {
      const node = workflow.graphJson[binding.nodeId];
      const where = `binding "${name}" -> ${binding.nodeId}.${binding.input}`;
      if (!node) problems.push(`${where}: node ${binding.nodeId} is not in ${workflow.graph}`);
      else if (!(binding.input in node.inputs)) problems.push(`${where}: ${node.class_type} has no such input set`);
      else if (isLink(node.inputs[binding.input])) problems.push(`${where}: that input is a link`);
    }
  }
  return problems;
}

function checkDefaults(pipeline: Pipeline, workflow: Workflow, tier: Tier): string[] {
  const problems: string[] = [];
  for (const name of [...Object.keys(workflow.defaults), ...Object.keys(workflow.limits)]) {
    if (!pipeline.inputs.some((input) => input.name === name))
      problems.push(`"${name}" is not an input of the pipeline`);
  }
  for (const input of pipeline.inputs) {
    const value = workflow.defaults[input.name] ?? input.default;
    const { min, max } = limitsOf(input, workflow);
    if (typeof value !== 'number') continue;
    if (min !== undefined && value < min) problems.push(`default ${input.name} ${value} is under ${min} at ${tier}`);
    if (max !== undefined && value > max) problems.push(`default ${input.name} ${value} is over ${max} at ${tier}`);
  }
  return problems;
}

/** The limits of an input at a tier: the tier's where it has its own, else the input's. */
export function limitsOf(input: PipelineInput, workflow: Workflow): { min?: number; max?: number; step?: number } {
  const own = workflow.limits[input.name] ?? {};
  const min = own.min ?? input.min;
  const max = own.max ?? input.max;
  const step = own.step ?? input.step;
  return {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(step === undefined ? {} : { step }),
  };
}

function checkModels(workflow: Workflow, definitions: NodeDefinitions): string[] {
  const used = modelsOfGraph(workflow.graphJson, definitions);
  return workflow.models
    .filter((model) => !used.some((file) => file.folder === model.folder && file.name === model.name))
    .map((model) => `model ${model.folder}/${model.name} is listed but ${workflow.graph} does not load it`);
}

/** The model files that a graph names, in node order; files of the input folder are not models. */
export function modelsOfGraph(graph: Graph, definitions: NodeDefinitions): { folder: string; name: string }[] {
  return Object.values(graph).flatMap((node) => {
    const definition = definitions[node.class_type];
    return Object.entries({ ...definition?.required, ...definition?.optional }).flatMap(([input, { folder }]) => {
      const name = node.inputs[input];
      return folder && folder !== 'input' && typeof name === 'string' ? [{ folder, name }] : [];
    });
  });
}

function checkOutputs(workflow: Workflow, definitions: NodeDefinitions): string[] {
  return workflow.outputs.flatMap(({ nodeId }) => {
    const node = workflow.graphJson[nodeId];
    if (!node) return [`output node ${nodeId} is not in ${workflow.graph}`];
    return definitions[node.class_type]?.isOutput ? [] : [`output node ${nodeId} (${node.class_type}) makes no file`];
  });
}
