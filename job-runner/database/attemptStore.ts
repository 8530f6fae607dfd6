import type { Quality } from '@studio/shared/document';

/** A prompt that was about to be posted to a worker, or was. */
export interface StoredPrompt {
  readonly promptId: string;
  readonly worker: string;
  readonly quality: Quality;
}

/** Attempts at intents. The newest may publish; an older one, however long it slept, may not. */
export interface AttemptStore {
  /** Begins an attempt, which makes every earlier one stale; returns its number, from 1. */
  begin(intentId: string, runner: string, worker: string): Promise<number>;
  /** Notes how an attempt ended. */
  end(intentId: string, attempt: number, state: string): Promise<void>;
  /** True while no later attempt began and the intent is open. */
  isNewest(intentId: string, attempt: number): Promise<boolean>;
  /** Stores a prompt before it is posted, so that it is found again whatever dies in between. */
  storePrompt(prompt: StoredPrompt & { intentId: string; index: number; attempt: number }): Promise<void>;
  /** Marks a prompt as ended: nobody attaches to it again. */
  endPrompt(promptId: string, state: string): Promise<void>;
  /** Every prompt of an intent that a worker may still have. */
  listPrompts(intentId: string): Promise<readonly StoredPrompt[]>;
  /** The newest prompt for a Take that a worker may still have. */
  findPrompt(intentId: string, index: number): Promise<StoredPrompt | undefined>;
}
