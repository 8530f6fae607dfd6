import { collectOutputs, type Output } from './collectOutputs.ts';
import { preflightPrompt } from './preflightPrompt.ts';
import type { RunFailure } from './runFailure.ts';
import { RUN_LIMITS, type RunLimits, type WatchOptions, watchPrompt } from './watchPrompt.ts';

/** A prompt to run on a worker. The prompt id is a fresh UUID for each attempt, stored by the caller before this call. */
export interface RunOptions extends Omit<WatchOptions, 'limits'> {
  /** The nodes that must give a file each. */
  readonly outputNodeIds: readonly string[];
  readonly limits?: Partial<RunLimits>;
  readonly wantsPreviews?: boolean;
}

/** The outcome of a run: the checked files in the order of the output nodes, or why there are none. */
export type RunEnd =
  | { readonly ok: true; readonly value: readonly Output[] }
  | { readonly ok: false; readonly failure: RunFailure };

/** Checks, posts and watches a prompt, and fetches what it made. */
export async function runPrompt(options: RunOptions): Promise<RunEnd> {
  const { client, promptId, signal } = options;
  if (signal.aborted) return refuse('cancelled', 'The run was cancelled before it started.');
  const definitions = await client.definitions();
  if (!definitions.ok) return refuse('worker-lost', definitions.failure.message);
  const ready = preflightPrompt(options.prompt, definitions.value);
  if (!ready.ok) return ready;
  const prompt = ready.value;
  // Events go to the client id that a prompt is posted with, so the socket must be there first.
  await client.events.connect();
  const posted = await client.postPrompt({ promptId, prompt, wantsPreviews: options.wantsPreviews ?? true });
  if (posted.kind === 'refused') {
    // A worker that drops only some outputs has queued the rest.
    await client.cancel(promptId);
    const message = `The worker refused the prompt: ${posted.message}.`;
    return { ok: false, failure: { reason: 'validation', message, nodeErrors: posted.nodeErrors } };
  }
  return attachPrompt({ ...options, prompt });
}

/** Takes up a prompt that was posted before, by this process or one that died: watches it and fetches what it made. */
export async function attachPrompt(options: RunOptions): Promise<RunEnd> {
  const limits = { ...RUN_LIMITS, ...options.limits };
  const end = await watchPrompt({ ...options, limits });
  if (!end.ok) return end;
  return collectOutputs(options.client, end.value, options.outputNodeIds);
}

function refuse(reason: RunFailure['reason'], message: string): RunEnd {
  return { ok: false, failure: { reason, message } };
}
