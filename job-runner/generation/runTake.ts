import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { bindPrompt, nameUpload, type BoundPrompt, type Graph } from '@studio/workflows';
import { keepMedium, type MediaKeeping } from '../collab/keepMedium.ts';
import {
  attachPrompt,
  type ComfyClient,
  type Output,
  type PromptProgress,
  type PreviewFrame,
  type RunFailure,
  type RunLimits,
  type RunOptions,
  runPrompt,
} from '../comfyui/index.ts';
import type { AttemptStore } from '../database/attemptStore.ts';
import type { Run } from '../runs/run.ts';
import type { TakeRequest } from './takeRequest.ts';

/** What running a prompt works with. */
export interface RunTakeParts extends MediaKeeping {
  readonly attempts: AttemptStore;
  /** The client of a worker of this runner; undefined for one that it does not know. */
  readonly clientOf: (workerUrl: string) => ComfyClient | undefined;
  readonly limits?: Partial<RunLimits>;
}

/** One Take to make. */
export interface TakeCall {
  readonly run: Run;
  readonly index: number;
  readonly seed: number;
  readonly request: TakeRequest;
  readonly workerUrl: string;
  readonly onProgress: (progress: PromptProgress) => void;
  readonly onPreview: (frame: PreviewFrame) => void;
}

/** How a Take's prompt ended. `stopped` follows the run's signal. */
export type TakeEnd =
  | { readonly kind: 'made'; readonly output: Output; readonly workerUrl: string; readonly promptId: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: RunFailure; readonly workerUrl: string };

/** Makes one Take: attaches to a prompt that an earlier attempt posted and a worker still has, or posts a new one. */
export async function runTake(parts: RunTakeParts, call: TakeCall): Promise<TakeEnd> {
  const before = await findRunning(parts, call);
  if (before) return before;
  const client = parts.clientOf(call.workerUrl);
  if (!client) throw new Error(`No client is at ${call.workerUrl}.`);
  const promptId = randomUUID();
  const bound = bindPrompt(
    call.request.pipeline,
    call.request.quality,
    { ...call.request.values, seed: call.seed },
    { attemptId: promptId },
  );
  if (!bound.ok) {
    const message = bound.failure.problems.map((problem) => problem.message).join(' ');
    return { kind: 'failed', failure: { reason: 'validation', message }, workerUrl: call.workerUrl };
  }
  const prompt = await uploadPictures(parts, call, client, bound.value);
  if ('failure' in prompt) return { kind: 'failed', failure: prompt.failure, workerUrl: call.workerUrl };
  await parts.attempts.storePrompt({
    promptId,
    intentId: call.run.intent.id,
    index: call.index,
    attempt: call.run.attempt,
    worker: call.workerUrl,
    quality: call.request.quality,
  });
  const options = { ...watching(parts, call, client), promptId, prompt: prompt.graph };
  return finish(parts, call, { promptId, workerUrl: call.workerUrl, client, end: runPrompt(options) });
}

async function findRunning(parts: RunTakeParts, call: TakeCall): Promise<TakeEnd | undefined> {
  const stored = await parts.attempts.findPrompt(call.run.intent.id, call.index);
  const client = stored && parts.clientOf(stored.worker);
  if (!stored || !client || stored.quality !== call.request.quality) return undefined;
  const state = await client.jobState(stored.promptId);
  if (state.kind !== 'pending' && state.kind !== 'running' && state.kind !== 'completed') {
    await parts.attempts.endPrompt(stored.promptId, state.kind);
    return undefined;
  }
  call.run.log.info({ promptId: stored.promptId, worker: stored.worker }, 'Taking up a prompt that is still there');
  await client.events.connect();
  const options = {
    ...watching(parts, call, client),
    promptId: stored.promptId,
    prompt: call.request.workflow.graphJson,
  };
  return finish(parts, call, {
    promptId: stored.promptId,
    workerUrl: stored.worker,
    client,
    end: attachPrompt(options),
  });
}

function watching(parts: RunTakeParts, call: TakeCall, client: ComfyClient): Omit<RunOptions, 'promptId' | 'prompt'> {
  const cancel = new AbortController();
  const { signal } = call.run;
  // Only a cancellation may stop the prompt itself: a runner that shuts down leaves it for the next to take up.
  const onAbort = () => {
    if (signal.reason === 'cancelled') cancel.abort();
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return {
    client,
    outputNodeIds: call.request.workflow.outputs.map((output) => output.nodeId),
    signal: cancel.signal,
    clock: parts.clock,
    // A prompt that was left goes on; what it shows is another attempt's to tell.
    onProgress: (progress) => !signal.aborted && call.onProgress(progress),
    onPreview: (frame) => !signal.aborted && call.onPreview(frame),
    wantsPreviews: true,
    ...(parts.limits ? { limits: parts.limits } : {}),
  };
}

interface Running {
  readonly promptId: string;
  readonly workerUrl: string;
  readonly client: ComfyClient;
  readonly end: ReturnType<typeof runPrompt>;
}

async function finish(parts: RunTakeParts, call: TakeCall, running: Running): Promise<TakeEnd> {
  const left = leftBehind(call.run.signal);
  const end = await Promise.race([running.end, left.promise]);
  left.stop();
  if (end === 'left') return { kind: 'stopped' };
  const { workerUrl, promptId } = running;
  if (!end.ok) {
    await parts.attempts.endPrompt(promptId, end.failure.reason);
    return end.failure.reason === 'cancelled'
      ? { kind: 'stopped' }
      : { kind: 'failed', failure: end.failure, workerUrl };
  }
  const [output] = end.value;
  if (output) return { kind: 'made', output, workerUrl, promptId };
  const message = 'The run finished and made no file. Run it again; if it stays so, check the pipeline.';
  return { kind: 'failed', failure: { reason: 'missing-output', message }, workerUrl };
}

/** Lets go of a prompt whose Take was issued; until then a later attempt fetches its files instead of making them again. */
export async function letGoOfPrompt(parts: RunTakeParts, workerUrl: string, promptId: string): Promise<void> {
  await parts.attempts.endPrompt(promptId, 'published');
  await parts.clientOf(workerUrl)?.forgetPrompt(promptId);
}

/** Resolves when the run is to be left as it is: the process ends, or another runner has the job. */
function leftBehind(signal: AbortSignal): { promise: Promise<'left'>; stop: () => void } {
  let onAbort: () => void = () => undefined;
  const promise = new Promise<'left'>((resolve) => {
    onAbort = () => {
      if (signal.reason !== 'cancelled') resolve('left');
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  return { promise, stop: () => signal.removeEventListener('abort', onAbort) };
}

async function uploadPictures(
  parts: RunTakeParts,
  call: TakeCall,
  client: ComfyClient,
  bound: BoundPrompt,
): Promise<{ graph: Graph } | { failure: RunFailure }> {
  let graph = bound.prompt;
  for (const upload of bound.uploads) {
    const file = await keepMedium(parts, upload.sha256, call.run.signal);
    const { fileName, subfolder, mime } = upload;
    const sent = await client.uploadImage({ bytes: await readFile(file), mime, fileName, subfolder });
    if (!sent.ok) {
      const reason = sent.failure.reason === 'unreachable' ? 'worker-lost' : 'validation';
      return { failure: { reason, message: sent.failure.message } };
    }
    graph = nameUpload(graph, upload, sent.value);
  }
  return { graph };
}
