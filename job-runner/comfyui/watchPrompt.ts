import type { ComfyClient } from './comfyClient.ts';
import type { JobState, PromptOutputs } from './jobState.ts';
import type { PreviewFrame } from './readBinaryEvent.ts';
import { classifyExecutionError, type RunFailure } from './runFailure.ts';
import { ProgressTracker, type PromptProgress } from './trackProgress.ts';
import type { Graph } from '@studio/workflows';

/** How patient a run is; all in milliseconds. */
export interface RunLimits {
  /** Between polls while the socket is silent. */
  readonly pollMs: number;
  /** Between polls while events arrive. */
  readonly livelyPollMs: number;
  /** How long a worker may not answer before it counts as lost. */
  readonly lostMs: number;
  /** How long a posted prompt may be unknown to its worker. */
  readonly absentMs: number;
  /** How long a running prompt may show no sign of life; loading a large model takes minutes. */
  readonly silentMs: number;
  /** How long a prompt may wait while its worker runs nothing. */
  readonly idleMs: number;
  /** How long a cancelled prompt may go on. */
  readonly cancelMs: number;
}

/** Limits for real workers. */
export const RUN_LIMITS: RunLimits = {
  pollMs: 1_500,
  livelyPollMs: 5_000,
  lostMs: 15_000,
  absentMs: 5_000,
  silentMs: 600_000,
  idleMs: 30_000,
  cancelMs: 30_000,
};

/** What watching a prompt needs. */
export interface WatchOptions {
  readonly client: ComfyClient;
  readonly prompt: Graph;
  readonly promptId: string;
  readonly signal: AbortSignal;
  readonly limits: RunLimits;
  readonly clock: () => number;
  readonly onProgress: (progress: PromptProgress) => void;
  readonly onPreview: (frame: PreviewFrame) => void;
}

/** The end of a watched prompt. */
export type WatchEnd =
  | { readonly ok: true; readonly value: PromptOutputs }
  | { readonly ok: false; readonly failure: RunFailure };

const PREVIEW_EVERY_MS = 250;

/** Watches a posted prompt to its end. Polling alone decides; events only make it look sooner, and show life. */
export async function watchPrompt(options: WatchOptions): Promise<WatchEnd> {
  const watch = new Watch(options);
  try {
    return await watch.untilEnd();
  } finally {
    watch.stop();
  }
}

class Watch {
  readonly #options: WatchOptions;
  readonly #tracker: ProgressTracker;
  readonly #unlisten: () => void;
  #wake: (() => void) | undefined;
  #lastEventAt = Number.NEGATIVE_INFINITY;
  #lastPreviewAt = Number.NEGATIVE_INFINITY;
  #lastLifeAt: number;
  #lastAnswerAt: number;
  #lastKnownAt: number;
  #busyAt: number;
  #cancelledAt: number | undefined;
  #silentAt: number | undefined;
  #lastKind = '';

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#tracker = new ProgressTracker(options.prompt);
    const now = options.clock();
    [this.#lastLifeAt, this.#lastAnswerAt, this.#lastKnownAt, this.#busyAt] = [now, now, now, now];
    this.#unlisten = options.client.events.listen(options.promptId, {
      onEvent: (type, data) => this.#hear(type, data),
      onPreview: (frame) => this.#show(frame),
    });
    options.signal.addEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => this.#wake?.();

  stop(): void {
    this.#unlisten();
    this.#options.signal.removeEventListener('abort', this.#onAbort);
  }

  #hear(type: string, data: Readonly<Record<string, unknown>>): void {
    this.#lastEventAt = this.#options.clock();
    this.#lastLifeAt = this.#lastEventAt;
    const progress = this.#tracker.take(type, data);
    if (progress) this.#options.onProgress(progress);
    const isEnd =
      type === 'execution_error' || type === 'execution_interrupted' || (type === 'executing' && data['node'] === null);
    if (isEnd) this.#wake?.();
  }

  #show(frame: PreviewFrame): void {
    const now = this.#options.clock();
    if (now - this.#lastPreviewAt < PREVIEW_EVERY_MS) return;
    this.#lastPreviewAt = now;
    this.#options.onPreview(frame);
  }

  async untilEnd(): Promise<WatchEnd> {
    for (;;) {
      await this.#cancelIfAsked();
      const state = await this.#options.client.jobState(this.#options.promptId);
      const end = this.#endOf(state) ?? (await this.#watchdog(state));
      if (end) return end;
      await this.#nap();
    }
  }

  async #cancelIfAsked(): Promise<void> {
    const { signal, client, promptId, clock } = this.#options;
    if (!signal.aborted || this.#cancelledAt !== undefined) return;
    this.#cancelledAt = clock();
    await client.cancel(promptId);
  }

  #endOf(state: JobState): WatchEnd | undefined {
    const wasCancelled = this.#cancelledAt !== undefined;
    switch (state.kind) {
      case 'completed':
        return { ok: true, value: state.outputs };
      case 'failed':
        return { ok: false, failure: classifyExecutionError(state.error) };
      case 'cancelled':
        if (wasCancelled) return failed('cancelled', 'The run was cancelled.');
        if (this.#silentAt !== undefined) return failed('silent', silentText(this.#tracker.latest.step));
        return failed('interrupted', 'Someone interrupted the run on the worker itself. Run it again.');
      case 'absent':
        return wasCancelled ? failed('cancelled', 'The run was cancelled before it started.') : undefined;
      default:
        return undefined;
    }
  }

  async #watchdog(state: JobState): Promise<WatchEnd | undefined> {
    const { limits, clock, client } = this.#options;
    const now = clock();
    if (state.kind !== 'unreachable') this.#lastAnswerAt = now;
    if (state.kind === 'pending' || state.kind === 'running') this.#lastKnownAt = now;
    if (state.kind !== this.#lastKind) this.#lastLifeAt = now;
    this.#lastKind = state.kind;
    if (now - this.#lastAnswerAt > limits.lostMs) {
      return failed('worker-lost', 'The worker stopped answering. The run will be tried on another one.');
    }
    if (state.kind === 'absent' && now - this.#lastKnownAt > limits.absentMs) {
      return failed(
        'worker-lost',
        'The worker no longer knows the run: it was restarted. The run will be tried again.',
      );
    }
    if (this.#cancelledAt !== undefined && now - this.#cancelledAt > limits.cancelMs) {
      return failed('silent', 'The run was cancelled but the worker does not stop. It needs a restart.');
    }
    if (this.#cancelledAt !== undefined) return undefined;
    if (state.kind === 'running') return this.#checkLife(now);
    if (state.kind === 'pending') {
      const load = await client.queueLoad();
      if (load === undefined || load.running > 0) this.#busyAt = clock();
      if (clock() - this.#busyAt > limits.idleMs) {
        return failed('silent', 'The worker takes no work although it answers. It needs a restart.');
      }
    }
    return undefined;
  }

  async #checkLife(now: number): Promise<WatchEnd | undefined> {
    const { limits, client, promptId } = this.#options;
    this.#busyAt = now;
    if (this.#silentAt !== undefined && now - this.#silentAt > limits.cancelMs) {
      return failed('silent', silentText(this.#tracker.latest.step));
    }
    if (this.#silentAt === undefined && now - this.#lastLifeAt > limits.silentMs) {
      this.#silentAt = now;
      await client.cancel(promptId);
    }
    return undefined;
  }

  #nap(): Promise<void> {
    const { limits, clock, signal } = this.#options;
    if (signal.aborted && this.#cancelledAt === undefined) return Promise.resolve();
    const isLively = clock() - this.#lastEventAt < limits.livelyPollMs;
    // After a cancel every moment counts: a person is waiting for it.
    const hurry = this.#cancelledAt !== undefined || this.#silentAt !== undefined;
    const waitMs = hurry ? Math.min(250, limits.pollMs) : isLively ? limits.livelyPollMs : limits.pollMs;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function failed(reason: RunFailure['reason'], message: string): WatchEnd {
  return { ok: false, failure: { reason, message } };
}

function silentText(step: string): string {
  return `The worker showed no sign of life${step ? ` in "${step}"` : ''} and was given up.`;
}
