import type { Route, SimulatedAnswer, SimulatedRequest } from '../httpServer.ts';
import { type FinishedPrompt, statusOf } from '../promptHistory.ts';
import type { QueuedPrompt } from '../promptQueue.ts';
import type { WorkerParts } from '../workerParts.ts';

const STATUSES = ['pending', 'in_progress', 'completed', 'failed', 'cancelled'];
const NOT_FOUND: SimulatedAnswer = { status: 404, json: { error: 'Job not found' } };

type Job = Record<string, unknown> & { readonly status: string; readonly create_time: number };

/** The jobs API: one prompt's whole life by its id. */
export function jobRoutes(worker: WorkerParts): Route[] {
  const onlyUnderApi = true;
  return [
    { method: 'GET', pattern: /^\/jobs$/, onlyUnderApi, answer: (request) => list(worker, request) },
    { method: 'POST', pattern: /^\/jobs\/cancel$/, onlyUnderApi, answer: (request) => cancelMany(worker, request) },
    {
      method: 'POST',
      pattern: /^\/jobs\/([^/]+)\/cancel$/,
      onlyUnderApi,
      answer: (_request, [id = '']) => ({ status: 200, json: { cancelled: cancel(worker, id) } }),
    },
    { method: 'GET', pattern: /^\/jobs\/([^/]+)$/, onlyUnderApi, answer: (_request, [id = '']) => show(worker, id) },
  ];
}

function cancel({ queue }: WorkerParts, promptId: string): boolean {
  return queue.interrupt(promptId) || queue.delete([promptId]);
}

function cancelMany(worker: WorkerParts, request: SimulatedRequest): SimulatedAnswer {
  const { job_ids: ids } = JSON.parse(request.body.toString()) as { job_ids: string[] };
  const invalid = ids.filter((id) => !/^[0-9a-f-]{36}$/.test(id));
  if (invalid.length > 0) {
    return { status: 400, json: { error: 'job_ids contains invalid id(s)', invalid_ids: invalid } };
  }
  return { status: 200, json: { cancelled: ids.map((id) => cancel(worker, id)).includes(true) } };
}

function list(worker: WorkerParts, request: SimulatedRequest): SimulatedAnswer {
  const wanted = request.query.get('status')?.split(',') ?? STATUSES;
  const unknown = wanted.filter((status) => !STATUSES.includes(status));
  if (unknown.length > 0) return { status: 400, json: { error: `Invalid status value(s): ${unknown.join(', ')}` } };
  const jobs = allJobs(worker)
    .filter((job) => wanted.includes(job.status))
    .sort((a, b) => b.create_time - a.create_time);
  if (request.query.get('sort_order') === 'asc') jobs.reverse();
  const offset = Number(request.query.get('offset') ?? 0);
  const limit = Number(request.query.get('limit') ?? jobs.length);
  const shown = jobs.slice(offset, offset + limit);
  const more = offset + shown.length < jobs.length;
  return { status: 200, json: { jobs: shown, pagination: { offset, limit, total: jobs.length, has_more: more } } };
}

function allJobs({ queue, history }: WorkerParts): Job[] {
  const running = queue.running ? [waitingJob(queue.running, 'in_progress')] : [];
  const pending = queue.pending.map((prompt) => waitingJob(prompt, 'pending'));
  return [...running, ...pending, ...history.all().map(finishedJob)];
}

function show({ queue, history }: WorkerParts, promptId: string): SimulatedAnswer {
  if (queue.running?.promptId === promptId) return { status: 200, json: waitingJob(queue.running, 'in_progress') };
  const pending = queue.pending.find((prompt) => prompt.promptId === promptId);
  if (pending) return { status: 200, json: waitingJob(pending, 'pending') };
  const finished = history.get(promptId);
  if (!finished) return NOT_FOUND;
  const { prompt, outputs } = finished;
  const workflow = { prompt: prompt.graph, extra_data: prompt.extraData };
  return { status: 200, json: { ...finishedJob(finished), outputs, execution_status: statusOf(finished), workflow } };
}

function waitingJob(prompt: QueuedPrompt, status: string): Job {
  return { id: prompt.promptId, status, priority: prompt.number, create_time: prompt.createTime, outputs_count: 0 };
}

function finishedJob(finished: FinishedPrompt): Job {
  const [lastType, lastBody] = finished.messages.at(-1) ?? ['', {}];
  const failed = lastType === 'execution_interrupted' ? 'cancelled' : 'failed';
  const status = finished.status === 'success' ? 'completed' : failed;
  const files = Object.values(finished.outputs).flatMap((kinds) => Object.values(kinds).flat());
  const count = files.filter((file) => typeof file === 'object').length;
  return {
    ...waitingJob(finished.prompt, status),
    status,
    create_time: finished.prompt.createTime,
    execution_start_time: finished.messages[0]?.[1]['timestamp'],
    execution_end_time: lastBody['timestamp'],
    outputs_count: count,
    previewable_outputs_count: count,
    ...previewOf(finished),
    ...(status === 'failed' ? { execution_error: lastBody } : {}),
  };
}

function previewOf({ outputs }: FinishedPrompt): Record<string, unknown> {
  for (const [nodeId, kinds] of Object.entries(outputs)) {
    for (const [mediaType, files] of Object.entries(kinds)) {
      const [file] = files;
      if (typeof file === 'object' && file !== null) return { preview_output: { ...file, nodeId, mediaType } };
    }
  }
  return {};
}
