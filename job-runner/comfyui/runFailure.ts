import type { Failure } from '@studio/shared/result';

/** Why a prompt gave no result, as a closed list. */
export type RunFailureReason =
  | 'validation'
  | 'missing-node'
  | 'missing-model'
  | 'out-of-memory'
  | 'cancelled'
  | 'interrupted'
  | 'worker-lost'
  | 'silent'
  | 'bad-model'
  | 'gpu-fault'
  | 'missing-output'
  | 'bad-output'
  | 'node-error';

/** A failed run: what happened in words, and where in the graph if that is known. */
export interface RunFailure extends Failure<RunFailureReason> {
  readonly nodeId?: string;
  readonly nodeType?: string;
  /** The worker's own errors by node, when it refused the prompt. */
  readonly nodeErrors?: Readonly<Record<string, unknown>>;
}

/** What to do about a failure: whether and where to try again, and what its worker needs first. */
export interface RunAdvice {
  readonly retry: 'never' | 'elsewhere' | 'lower-tier';
  readonly worker: 'keep' | 'free-memory' | 'restart' | 'quarantine';
}

const ADVICE: Readonly<Record<RunFailureReason, RunAdvice>> = {
  validation: { retry: 'never', worker: 'keep' },
  'missing-node': { retry: 'elsewhere', worker: 'keep' },
  'missing-model': { retry: 'elsewhere', worker: 'keep' },
  'out-of-memory': { retry: 'lower-tier', worker: 'free-memory' },
  cancelled: { retry: 'never', worker: 'keep' },
  interrupted: { retry: 'never', worker: 'keep' },
  'worker-lost': { retry: 'elsewhere', worker: 'restart' },
  silent: { retry: 'elsewhere', worker: 'restart' },
  'bad-model': { retry: 'elsewhere', worker: 'quarantine' },
  'gpu-fault': { retry: 'elsewhere', worker: 'restart' },
  'missing-output': { retry: 'elsewhere', worker: 'keep' },
  'bad-output': { retry: 'elsewhere', worker: 'keep' },
  'node-error': { retry: 'elsewhere', worker: 'keep' },
};

/** What to do about a failure of this reason. */
export function adviceFor(reason: RunFailureReason): RunAdvice {
  return ADVICE[reason];
}

/** The error of an execution as `/api/jobs/{id}` and `execution_error` carry it; every part may be absent. */
export interface ExecutionError {
  readonly node_id?: string;
  readonly node_type?: string;
  readonly exception_type?: string;
  readonly exception_message?: string;
}

/** Sorts an execution error into its reason by exception class first, then by the words of its message. */
export function classifyExecutionError(error: ExecutionError): RunFailure {
  const type = error.exception_type ?? '';
  const text = error.exception_message ?? '';
  const firstLine = text.split('\n')[0]?.slice(0, 300) ?? '';
  const where = {
    ...(error.node_id === undefined ? {} : { nodeId: error.node_id }),
    ...(error.node_type === undefined ? {} : { nodeType: error.node_type }),
  };
  const node = error.node_type ?? 'a node';
  if (type.endsWith('OutOfMemoryError') || /out of memory/i.test(text)) {
    return { ...where, reason: 'out-of-memory', message: `The worker ran out of graphics memory in ${node}.` };
  }
  if (/CUDA error|illegal memory access|device-side assert/i.test(text)) {
    return { ...where, reason: 'gpu-fault', message: `The worker's GPU failed in ${node}: ${firstLine}` };
  }
  if (/SafetensorError/.test(type) || /header too (small|large)|deserializing header/i.test(text)) {
    return { ...where, reason: 'bad-model', message: `A model file on the worker is damaged (${node}): ${firstLine}` };
  }
  return { ...where, reason: 'node-error', message: `${node} failed on the worker: ${firstLine || 'no reason given'}` };
}
