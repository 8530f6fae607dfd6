import type { Route, SimulatedAnswer, SimulatedRequest } from '../httpServer.ts';
import { historyEntry, queueTuple } from '../promptHistory.ts';
import type { WorkerParts } from '../workerParts.ts';

const DONE: SimulatedAnswer = { status: 200 };

/** The queue, interrupts, the history, and freeing memory. */
export function queueRoutes(worker: WorkerParts): Route[] {
  return [
    { method: 'GET', pattern: /^\/queue$/, answer: () => showQueue(worker) },
    { method: 'POST', pattern: /^\/queue$/, answer: (request) => changeQueue(worker, request) },
    { method: 'POST', pattern: /^\/interrupt$/, answer: (request) => interrupt(worker, request) },
    { method: 'GET', pattern: /^\/history\/([^/]+)$/, answer: (_request, [id = '']) => showOne(worker, id) },
    { method: 'GET', pattern: /^\/history$/, answer: (request) => showHistory(worker, request) },
    { method: 'POST', pattern: /^\/history$/, answer: (request) => changeHistory(worker, request) },
    { method: 'POST', pattern: /^\/free$/, answer: (request) => free(worker, request) },
  ];
}

function showQueue({ queue }: WorkerParts): SimulatedAnswer {
  const running = queue.running ? [queueTuple(queue.running)] : [];
  return { status: 200, json: { queue_running: running, queue_pending: queue.pending.map(queueTuple) } };
}

function changeQueue({ queue }: WorkerParts, request: SimulatedRequest): SimulatedAnswer {
  const body = JSON.parse(request.body.toString()) as { clear?: boolean; delete?: string[] };
  if (body.clear) queue.clear();
  if (body.delete) queue.delete(body.delete);
  return DONE;
}

function interrupt({ queue }: WorkerParts, request: SimulatedRequest): SimulatedAnswer {
  const body = request.body.length > 0 ? (JSON.parse(request.body.toString()) as { prompt_id?: string }) : {};
  if (Array.isArray(body)) throw new TypeError('list indices must be integers');
  queue.interrupt(body.prompt_id);
  return DONE;
}

function showOne({ history }: WorkerParts, promptId: string): SimulatedAnswer {
  const finished = history.get(promptId);
  return { status: 200, json: finished ? { [promptId]: historyEntry(finished) } : {} };
}

function showHistory({ history }: WorkerParts, request: SimulatedRequest): SimulatedAnswer {
  const all = history.all();
  const max = Number(request.query.get('max_items') ?? all.length);
  const offset = request.query.get('offset');
  const from = offset === null ? Math.max(0, all.length - max) : Number(offset);
  const shown = all.slice(from, from + max).map((finished) => [finished.prompt.promptId, historyEntry(finished)]);
  return { status: 200, json: Object.fromEntries(shown) };
}

function changeHistory({ history }: WorkerParts, request: SimulatedRequest): SimulatedAnswer {
  const body = JSON.parse(request.body.toString()) as { clear?: boolean; delete?: string[] };
  if (body.clear) history.clear();
  if (body.delete) history.delete(body.delete);
  return DONE;
}

function free(worker: WorkerParts, request: SimulatedRequest): SimulatedAnswer {
  const body = JSON.parse(request.body.toString()) as { unload_models?: boolean; free_memory?: boolean };
  worker.free({ models: body.unload_models === true, cache: body.free_memory === true });
  return DONE;
}
