import { checkNodeInputs, describeNodeProblem, type Graph, type NodeDefinitions } from '@studio/workflows';
import type { RunFailure } from './runFailure.ts';

/** The outcome of a preflight: the prompt made complete, or why this worker cannot run it. */
export type Preflight =
  | { readonly ok: true; readonly value: Graph }
  | { readonly ok: false; readonly failure: RunFailure };

/**
 * Checks a prompt against what a worker offers before it is posted: all classes there, model files offered, required inputs that
 * this worker's version has added filled from its defaults. Uploaded pictures are not checked: they may be newer than the answer.
 */
export function preflightPrompt(prompt: Graph, definitions: NodeDefinitions): Preflight {
  const absent = [...new Set(Object.values(prompt).map((node) => node.class_type))].filter(
    (name) => !definitions[name],
  );
  if (absent.length > 0) {
    const message = `The worker has no ${absent.join(', ')} node. Install the node pack, or use another worker.`;
    return { ok: false, failure: { reason: 'missing-node', message } };
  }
  const filled = fillDefaults(prompt, definitions);
  for (const [nodeId, node] of Object.entries(filled)) {
    const problems = checkNodeInputs(filled, nodeId, definitions);
    for (const problem of problems) {
      if (node.class_type === 'LoadImage' && problem.input === 'image') continue;
      const where = { nodeId, nodeType: node.class_type };
      const isModel = problem.reason === 'not-offered' && /_name\d?$/.test(problem.input);
      const message = isModel
        ? `The worker has no model "${String(problem.received)}" for ${node.class_type}. Install the file, or use another worker.`
        : `The prompt does not fit the worker: ${describeNodeProblem(filled, nodeId, problem)}.`;
      return { ok: false, failure: { ...where, reason: isModel ? 'missing-model' : 'validation', message } };
    }
  }
  return { ok: true, value: filled };
}

function fillDefaults(prompt: Graph, definitions: NodeDefinitions): Graph {
  const filled = structuredClone(prompt);
  for (const node of Object.values(filled)) {
    for (const [name, input] of Object.entries(definitions[node.class_type]?.required ?? {})) {
      if (name in node.inputs) continue;
      const value = input.default ?? (input.type === 'COMBO' ? input.options?.[0] : undefined);
      if (value !== undefined) node.inputs[name] = value;
    }
  }
  return filled;
}
