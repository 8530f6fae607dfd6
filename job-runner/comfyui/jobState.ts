import { z } from 'zod';
import type { ExecutionError } from './runFailure.ts';

/** Where a prompt is in its life, as polling tells it. */
export type JobState =
  | { readonly kind: 'pending' | 'running' }
  | { readonly kind: 'completed'; readonly outputs: PromptOutputs }
  | { readonly kind: 'failed'; readonly error: ExecutionError }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreachable'; readonly why: string };

/** A file that a worker saved. */
export interface WorkerFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}

/** The files that each node saved. */
export type PromptOutputs = Readonly<Record<string, readonly WorkerFile[]>>;

const errorSchema = z
  .object({
    node_id: z.string().optional(),
    node_type: z.string().optional(),
    exception_type: z.string().optional(),
    exception_message: z.string().optional(),
  })
  .catch({});
const jobSchema = z.object({
  status: z.string(),
  outputs: z.unknown().optional(),
  execution_error: z.unknown().optional(),
});
const historySchema = z.object({
  outputs: z.unknown(),
  status: z.object({ status_str: z.string(), messages: z.array(z.tuple([z.string(), z.unknown()])).catch([]) }),
});

/** Reads `/api/jobs/{id}`. */
export function readJobState(body: unknown): JobState {
  const job = jobSchema.safeParse(body);
  if (!job.success) return { kind: 'unreachable', why: 'the job cannot be read' };
  switch (job.data.status) {
    case 'pending':
      return { kind: 'pending' };
    case 'in_progress':
      return { kind: 'running' };
    case 'completed':
      return { kind: 'completed', outputs: readOutputs(job.data.outputs) };
    case 'cancelled':
      return { kind: 'cancelled' };
    default:
      return { kind: 'failed', error: cleanError(job.data.execution_error) };
  }
}

/** Reads the state from history and queue; history alone cannot tell waiting from unknown. */
export function readHistoryState(promptId: string, history: unknown, queue: unknown): JobState {
  const entries = z.record(z.string(), z.unknown()).catch({}).parse(history);
  const entry = historySchema.safeParse(entries[promptId]);
  if (!entry.success) return readQueueState(promptId, queue);
  const { status, outputs } = entry.data;
  if (status.status_str === 'success') return { kind: 'completed', outputs: readOutputs(outputs) };
  const [type, body] = status.messages.at(-1) ?? ['', undefined];
  return type === 'execution_interrupted' ? { kind: 'cancelled' } : { kind: 'failed', error: cleanError(body) };
}

function readQueueState(promptId: string, queue: unknown): JobState {
  const lists = z.object({
    queue_running: z.array(z.array(z.unknown())),
    queue_pending: z.array(z.array(z.unknown())),
  });
  const parsed = lists.safeParse(queue);
  if (!parsed.success) return { kind: 'unreachable', why: 'the queue cannot be read' };
  if (parsed.data.queue_running.some((entry) => entry[1] === promptId)) return { kind: 'running' };
  return parsed.data.queue_pending.some((entry) => entry[1] === promptId) ? { kind: 'pending' } : { kind: 'absent' };
}

function cleanError(body: unknown): ExecutionError {
  return JSON.parse(JSON.stringify(errorSchema.parse(body ?? {}))) as ExecutionError;
}

/** Collects every file of every node: whatever the key is called, a file is an object with a name. */
function readOutputs(body: unknown): PromptOutputs {
  const nodes = z.record(z.string(), z.record(z.string(), z.unknown())).catch({}).parse(body);
  return Object.fromEntries(
    Object.entries(nodes).map(([nodeId, kinds]) => [nodeId, Object.values(kinds).flat().flatMap(readFile)]),
  );
}

function readFile(entry: unknown): WorkerFile[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { filename, subfolder, type } = entry as Partial<Record<string, unknown>>;
  if (typeof filename !== 'string') return [];
  return [
    {
      filename,
      subfolder: typeof subfolder === 'string' ? subfolder : '',
      type: typeof type === 'string' ? type : 'output',
    },
  ];
}
