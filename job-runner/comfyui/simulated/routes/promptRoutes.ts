import {
  type Route,
  SERVER_GOT_ITSELF_IN_TROUBLE,
  type SimulatedAnswer,
  type SimulatedRequest,
} from '../httpServer.ts';
import { error } from '../promptErrors.ts';
import { validatePrompt } from '../validatePrompt.ts';
import type { WorkerParts } from '../workerParts.ts';

const CANONICAL_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface PostedPrompt {
  readonly prompt?: unknown;
  readonly client_id?: string;
  readonly prompt_id?: unknown;
  readonly extra_data?: Record<string, unknown>;
  readonly front?: boolean;
  readonly number?: number;
  readonly partial_execution_targets?: string[];
}

/** Submitting prompts and asking how many wait. */
export function promptRoutes(worker: WorkerParts): Route[] {
  return [
    { method: 'POST', pattern: /^\/prompt$/, answer: (request) => postPrompt(worker, request) },
    {
      method: 'GET',
      pattern: /^\/prompt$/,
      answer: () => ({ status: 200, json: { exec_info: { queue_remaining: worker.queue.remaining } } }),
    },
  ];
}

function postPrompt(worker: WorkerParts, request: SimulatedRequest): SimulatedAnswer {
  const posted = JSON.parse(request.body.toString()) as PostedPrompt;
  if (!('prompt' in posted)) return refuse(error('no_prompt', 'No prompt provided', 'No prompt provided'));
  const promptId = posted.prompt_id ?? worker.newId();
  if (typeof promptId !== 'string' || !CANONICAL_UUID.test(promptId)) {
    return refuse(error('invalid_prompt_id', 'Invalid prompt_id', 'prompt_id must be a canonical lower-case UUID'));
  }
  const hasInputFile = (name: string): boolean => worker.files.readInput(name) !== undefined;
  const checked = validatePrompt(posted.prompt, worker.definitions, posted.partial_execution_targets, hasInputFile);
  if (!checked.ok) return refuse(checked.error, checked.nodeErrors);
  const number = posted.number ?? worker.queue.nextNumber(posted.front === true);
  const createTime = worker.clock();
  const client = posted.client_id === undefined ? {} : { client_id: posted.client_id };
  worker.queue.add({
    number,
    promptId,
    graph: checked.graph,
    extraData: { ...posted.extra_data, ...client, create_time: createTime },
    outputNodeIds: checked.outputNodeIds,
    clientId: posted.client_id,
    createTime,
  });
  worker.wake();
  if (worker.faults.loseNextAnswer) {
    worker.faults.loseNextAnswer = false;
    return SERVER_GOT_ITSELF_IN_TROUBLE;
  }
  return { status: 200, json: { prompt_id: promptId, number, node_errors: checked.nodeErrors } };
}

function refuse(reason: unknown, nodeErrors: unknown = {}): SimulatedAnswer {
  return { status: 400, json: { error: reason, node_errors: nodeErrors } };
}
