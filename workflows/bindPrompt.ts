import type { Failure } from '@studio/shared/result';
import { limitsOf } from './checkPipeline.ts';
import type { Graph } from './graph.ts';
import type { Binding, PipelineInput, Tier } from './manifest.ts';
import type { Pipeline, Workflow } from './pipeline.ts';

/** A picture given as a value: the blob's hash and its media type. */
export interface ImageValue {
  readonly sha256: string;
  readonly mime: string;
}

/** What an artist set, by input name; absent names take the tier's default. */
export type PipelineValues = Readonly<Record<string, string | number | ImageValue | undefined>>;

/** Why values cannot be bound, as a closed list. */
export type BindReason =
  | 'tier-not-offered'
  | 'unknown-input'
  | 'missing-value'
  | 'wrong-type'
  | 'too-small'
  | 'too-large'
  | 'off-step'
  | 'too-long'
  | 'not-offered';

/** One refused value: `field` is the input's name, `message` names it, the value and the limit. */
export type BindProblem = Failure<BindReason>;

/** The outcome of binding: a failure is its first problem and carries all of them. */
export type BindResult =
  | { readonly ok: true; readonly value: BoundPrompt }
  | { readonly ok: false; readonly failure: BindProblem & { readonly problems: readonly BindProblem[] } };

/** A blob that must lie in the worker's input folder before the prompt is posted. */
export interface PromptUpload {
  readonly sha256: string;
  readonly mime: string;
  readonly fileName: string;
  readonly subfolder: string;
  readonly targets: readonly Binding[];
}

/** A prompt ready to post, the nodes whose files are the result, and what to upload first. */
export interface BoundPrompt {
  readonly prompt: Graph;
  readonly outputNodeIds: readonly string[];
  readonly uploads: readonly PromptUpload[];
  readonly values: Readonly<Record<string, string | number | ImageValue>>;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

/** Fills a tier's graph with the values; every output goes to the attempt's own sub-folder, so two attempts never meet. */
export function bindPrompt(
  pipeline: Pipeline,
  tier: Tier,
  values: PipelineValues,
  options: { attemptId: string },
): BindResult {
  const workflow = pipeline.tiers[tier];
  if (!workflow) return refuse(tierNotOffered(pipeline, tier), []);
  const problems = unknownInputs(pipeline, values);
  const used: Record<string, string | number | ImageValue> = {};
  for (const input of pipeline.inputs) {
    const value = values[input.name] ?? workflow.defaults[input.name] ?? input.default;
    if (value === undefined || value === '') {
      if (input.required) problems.push(problem(input, 'missing-value', 'has no value; set it'));
      else if (value === '') used[input.name] = value;
      continue;
    }
    const found = checkValue(input, value, workflow, tier);
    if (found) problems.push(found);
    else used[input.name] = value;
  }
  const [first, ...others] = problems;
  if (first) return refuse(first, others);
  return { ok: true, value: fillGraph(workflow, used, options.attemptId) };
}

/** Puts the name a worker gave an uploaded file into the prompt; the worker may have added a suffix. */
export function nameUpload(prompt: Graph, upload: PromptUpload, nameOnWorker: string): Graph {
  const filled = structuredClone(prompt);
  for (const target of upload.targets) setInput(filled, target, nameOnWorker);
  return filled;
}

function fillGraph(workflow: Workflow, used: BoundPrompt['values'], attemptId: string): BoundPrompt {
  const prompt = structuredClone(workflow.graphJson);
  const uploads: PromptUpload[] = [];
  for (const [name, value] of Object.entries(used)) {
    const targets = workflow.bindings[name] ?? [];
    if (typeof value === 'object') {
      const fileName = `${value.sha256}.${EXTENSIONS[value.mime] ?? 'png'}`;
      uploads.push({ ...value, fileName, subfolder: attemptId, targets });
    }
    for (const target of targets) {
      setInput(
        prompt,
        target,
        typeof value === 'object' ? `${attemptId}/${value.sha256}.${EXTENSIONS[value.mime]}` : value,
      );
    }
  }
  for (const node of Object.values(prompt)) {
    const prefix = node.inputs['filename_prefix'];
    if (typeof prefix === 'string') node.inputs['filename_prefix'] = `studio/${attemptId}/${prefix}`;
  }
  return { prompt, outputNodeIds: workflow.outputs.map((output) => output.nodeId), uploads, values: used };
}

function setInput(prompt: Graph, target: Binding, value: string | number): void {
  const node = prompt[target.nodeId];
  if (!node) return;
  node.inputs[target.input] =
    typeof value === 'number' && target.scale !== undefined ? Math.round(value * target.scale) : value;
}

function checkValue(
  input: PipelineInput,
  value: string | number | ImageValue,
  workflow: Workflow,
  tier: Tier,
): BindProblem | undefined {
  if (input.type === 'image') return checkImage(input, value);
  if (input.type === 'text') return checkText(input, value);
  if (input.type === 'choice') {
    if (typeof value === 'string' && input.options?.includes(value)) return undefined;
    return problem(
      input,
      'not-offered',
      `is ${JSON.stringify(value)}; choose one of ${(input.options ?? []).join(', ')}`,
    );
  }
  return checkNumber(input, value, workflow, tier);
}

function checkImage(input: PipelineInput, value: string | number | ImageValue): BindProblem | undefined {
  if (typeof value !== 'object') return problem(input, 'wrong-type', 'takes a picture; connect one');
  if (!/^[0-9a-f]{64}$/.test(value.sha256)) return problem(input, 'wrong-type', 'has no valid picture hash');
  if (EXTENSIONS[value.mime]) return undefined;
  return problem(input, 'not-offered', `is ${value.mime}; use a PNG, JPEG or WebP picture`);
}

function checkText(input: PipelineInput, value: string | number | ImageValue): BindProblem | undefined {
  if (typeof value !== 'string') return problem(input, 'wrong-type', 'takes text');
  if (input.maxLength === undefined || value.length <= input.maxLength) return undefined;
  return problem(input, 'too-long', `has ${value.length} characters; at most ${input.maxLength} are allowed`);
}

function checkNumber(
  input: PipelineInput,
  value: string | number | ImageValue,
  workflow: Workflow,
  tier: Tier,
): BindProblem | undefined {
  const whole = input.type !== 'number';
  if (typeof value !== 'number' || !Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) {
    return problem(input, 'wrong-type', whole ? 'takes a whole number' : 'takes a number');
  }
  const { min, max, step } = limitsOf(input, workflow);
  const unit = input.unit ? ` ${input.unit}` : '';
  if (min !== undefined && value < min) {
    return problem(input, 'too-small', `is ${value}${unit}; the smallest at ${tier} quality is ${min}${unit}`);
  }
  if (max !== undefined && value > max) {
    return problem(input, 'too-large', `is ${value}${unit}; the largest at ${tier} quality is ${max}${unit}`);
  }
  if (whole && step !== undefined && (value - (min ?? 0)) % step !== 0) {
    const below = value - ((value - (min ?? 0)) % step);
    return problem(
      input,
      'off-step',
      `is ${value}${unit}; it goes in steps of ${step}: use ${below}${unit} or ${below + step}${unit}`,
    );
  }
  return undefined;
}

function refuse(first: BindProblem, others: readonly BindProblem[]): BindResult {
  return { ok: false, failure: { ...first, problems: [first, ...others] } };
}

function problem(input: PipelineInput, reason: BindReason, text: string): BindProblem {
  return { reason, field: input.name, message: `${input.label} ${text}.` };
}

function unknownInputs(pipeline: Pipeline, values: PipelineValues): BindProblem[] {
  const known = pipeline.inputs.map((input) => input.name);
  return Object.keys(values)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      reason: 'unknown-input' as const,
      field: name,
      message: `${pipeline.label} has no input "${name}"; it takes ${known.join(', ')}.`,
    }));
}

function tierNotOffered(pipeline: Pipeline, tier: Tier): BindProblem {
  const offered = Object.keys(pipeline.tiers).join(', ');
  return {
    reason: 'tier-not-offered',
    field: 'quality',
    message: `${pipeline.label} does not run at ${tier} quality; choose ${offered}.`,
  };
}
