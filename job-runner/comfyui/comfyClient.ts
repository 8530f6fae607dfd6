import { fail, ok, type Result } from '@studio/shared/result';
import type { Graph, NodeDefinitions } from '@studio/workflows';
import { ComfySocket } from './comfySocket.ts';
import { type JobState, readHistoryState, readJobState, type WorkerFile } from './jobState.ts';
import { readObjectInfo } from './readObjectInfo.ts';
import { requestWorker, type WorkerAnswer, type WorkerRequest } from './requestWorker.ts';
import { readSystemStats, type SystemStats } from './systemStats.ts';

/** How a client is set up. */
export interface ComfyClientOptions {
  /** Such as `http://127.0.0.1:8188`. */
  readonly baseUrl: string;
  readonly newId: () => string;
  readonly requestTimeoutMs?: number;
  readonly reconnectMs?: readonly number[];
}

/** A prompt to post. Its id was stored by the caller before; it is never reused for another attempt. */
export interface PromptOrder {
  readonly promptId: string;
  readonly prompt: Graph;
  readonly wantsPreviews: boolean;
}

/** What a worker said to a posted prompt. */
export type PostAnswer =
  | { readonly kind: 'queued' }
  | { readonly kind: 'refused'; readonly message: string; readonly nodeErrors: Readonly<Record<string, unknown>> }
  | { readonly kind: 'unclear'; readonly why: string };

/** The bytes of a fetched file and the type the worker gave them. */
export interface FetchedFile {
  readonly bytes: Uint8Array;
  readonly mime: string;
}

const REQUEST_TIMEOUT_MS = 30_000;

/** Speaks to one worker over HTTP, and hears its hints over one WebSocket. */
export class ComfyClient {
  readonly baseUrl: string;
  readonly events: ComfySocket;
  readonly #timeoutMs: number;
  #definitions: { readonly version: string; readonly value: NodeDefinitions } | undefined;

  constructor(options: ComfyClientOptions) {
    this.baseUrl = options.baseUrl.replace(/\/$/, '');
    this.#timeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
    const { newId, reconnectMs } = options;
    this.events = new ComfySocket({ baseUrl: this.baseUrl, newId, ...(reconnectMs ? { reconnectMs } : {}) });
  }

  #ask(path: string, request: Omit<WorkerRequest, 'timeoutMs'> = {}): Promise<WorkerAnswer> {
    return requestWorker(`${this.baseUrl}/api${path}`, { ...request, timeoutMs: this.#timeoutMs });
  }

  /** What the worker is: version, devices, memory in bytes. */
  async systemStats(): Promise<Result<SystemStats, 'unreachable' | 'not-comfyui'>> {
    const answer = await this.#ask('/system_stats');
    if (answer.status === 0)
      return fail('unreachable', `The worker at ${this.baseUrl} does not answer: ${answer.why}.`);
    const stats = readSystemStats(answer.json);
    if (stats) return ok(stats);
    return fail('not-comfyui', `What answers at ${this.baseUrl} is not ComfyUI (status ${answer.status}).`);
  }

  /** What the worker's nodes are; asked once a version, until `forgetDefinitions` after a restart. */
  async definitions(): Promise<Result<NodeDefinitions, 'unreachable' | 'not-comfyui'>> {
    const stats = await this.systemStats();
    if (!stats.ok) return stats;
    if (this.#definitions?.version === stats.value.version) return ok(this.#definitions.value);
    const answer = await this.#ask('/object_info');
    if (answer.status !== 200) return fail('unreachable', `The worker at ${this.baseUrl} does not tell its nodes.`);
    const value = readObjectInfo(answer.json);
    this.#definitions = { version: stats.value.version, value };
    return ok(value);
  }

  /** Makes the next `definitions` ask anew: after a restart the nodes and models may differ. */
  forgetDefinitions(): void {
    this.#definitions = undefined;
  }

  /** Posts a prompt; an answer that was lost is `unclear`, and only the job's own state tells what became of it. */
  async postPrompt({ promptId, prompt, wantsPreviews }: PromptOrder): Promise<PostAnswer> {
    const answer = await this.#ask('/prompt', {
      method: 'POST',
      json: {
        prompt,
        prompt_id: promptId,
        client_id: this.events.clientId,
        extra_data: { preview_method: wantsPreviews ? 'auto' : 'none' },
      },
    });
    if (answer.status === 0) return { kind: 'unclear', why: answer.why };
    const body = (answer.json ?? {}) as {
      error?: { message?: string; details?: string };
      node_errors?: Record<string, unknown>;
    };
    const nodeErrors = body.node_errors ?? {};
    if (answer.status === 200 && Object.keys(nodeErrors).length === 0) return { kind: 'queued' };
    if (answer.status === 200) return { kind: 'refused', message: 'Some outputs do not validate', nodeErrors };
    if (answer.status >= 500) return { kind: 'unclear', why: `status ${answer.status}` };
    const words = [body.error?.message, body.error?.details].filter(Boolean).join(': ');
    return { kind: 'refused', message: words || `status ${answer.status}`, nodeErrors };
  }

  /** The state of a prompt: by the jobs API, or by history and queue on workers older than that. */
  async jobState(promptId: string): Promise<JobState> {
    const answer = await this.#ask(`/jobs/${promptId}`);
    if (answer.status === 0) return { kind: 'unreachable', why: answer.why };
    if (answer.status === 200) return readJobState(answer.json);
    if (answer.status === 404 && answer.json !== undefined) return { kind: 'absent' };
    if (answer.status !== 404) return { kind: 'unreachable', why: `status ${answer.status}` };
    const history = await this.#ask(`/history/${promptId}`);
    const queue = await this.#ask('/queue');
    if (history.status !== 200 || queue.status !== 200)
      return { kind: 'unreachable', why: 'history or queue unanswered' };
    return readHistoryState(promptId, history.json, queue.json);
  }

  /** How many prompts wait or run and how many of them run; undefined when the worker does not answer. */
  async queueLoad(): Promise<{ running: number; pending: number } | undefined> {
    const answer = await this.#ask('/queue');
    if (answer.status !== 200) return undefined;
    const { queue_running: running, queue_pending: pending } = answer.json as Record<string, unknown[]>;
    return { running: running?.length ?? 0, pending: pending?.length ?? 0 };
  }

  /** Cancels exactly one prompt, wherever it is; says whether the worker took the order. */
  async cancel(promptId: string): Promise<boolean> {
    const answer = await this.#ask(`/jobs/${promptId}/cancel`, { method: 'POST' });
    if (answer.status === 200) return (answer.json as { cancelled?: boolean }).cancelled === true;
    if (answer.status === 0) return false;
    // Workers before 0.26 know no cancel: take it from the queue, and interrupt it by its own id if it runs.
    const removed = await this.#ask('/queue', { method: 'POST', json: { delete: [promptId] } });
    const interrupted = await this.#ask('/interrupt', { method: 'POST', json: { prompt_id: promptId } });
    return removed.status === 200 && interrupted.status === 200;
  }

  /** Uploads a picture; gives the name to write into the graph, which may differ from the one asked for. */
  async uploadImage(picture: {
    readonly bytes: Uint8Array;
    readonly mime: string;
    readonly fileName: string;
    readonly subfolder: string;
  }): Promise<Result<string, 'unreachable' | 'refused'>> {
    const form = new FormData();
    form.set('image', new Blob([new Uint8Array(picture.bytes)], { type: picture.mime }), picture.fileName);
    form.set('subfolder', picture.subfolder);
    form.set('type', 'input');
    const answer = await this.#ask('/upload/image', { method: 'POST', form });
    if (answer.status === 0)
      return fail('unreachable', `The worker at ${this.baseUrl} does not answer: ${answer.why}.`);
    const { name, subfolder } = (answer.json ?? {}) as { name?: string; subfolder?: string };
    if (answer.status === 200 && name) return ok(subfolder ? `${subfolder}/${name}` : name);
    const tooLarge = answer.status === 413 ? ' It is larger than the worker accepts (--max-upload-size).' : '';
    return fail('refused', `The worker refused the picture ${picture.fileName} (status ${answer.status}).${tooLarge}`);
  }

  /** Fetches a saved file. */
  async fetchFile(file: WorkerFile): Promise<Result<FetchedFile, 'unreachable' | 'absent'>> {
    const query = new URLSearchParams({ filename: file.filename, subfolder: file.subfolder, type: file.type });
    const answer = await this.#ask(`/view?${query}`);
    if (answer.status === 0)
      return fail('unreachable', `The worker at ${this.baseUrl} does not answer: ${answer.why}.`);
    if (answer.status !== 200)
      return fail('absent', `The worker has no file ${file.filename} (status ${answer.status}).`);
    const mime = answer.headers.get('content-type')?.split(';')[0] ?? '';
    return ok({ bytes: answer.bytes, mime });
  }

  /** Asks the worker to unload its models and drop its caches before the next prompt. */
  async freeMemory(): Promise<boolean> {
    const answer = await this.#ask('/free', { method: 'POST', json: { unload_models: true, free_memory: true } });
    return answer.status === 200;
  }

  /** Takes a finished prompt out of the worker's history, which otherwise grows until its restart. */
  async forgetPrompt(promptId: string): Promise<void> {
    await this.#ask('/history', { method: 'POST', json: { delete: [promptId] } });
  }

  close(): void {
    this.events.close();
  }
}
