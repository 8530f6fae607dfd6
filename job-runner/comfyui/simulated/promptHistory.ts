import type { QueuedPrompt } from './promptQueue.ts';

/** A message of an execution as history and sockets carry it: its type and its body. */
export type ExecutionMessage = readonly [type: string, body: Readonly<Record<string, unknown>>];

/** What a node reports of the files it saved, by kind. */
export type NodeFiles = Readonly<Record<string, readonly unknown[]>>;

/** A prompt that came to an end. */
export interface FinishedPrompt {
  readonly prompt: QueuedPrompt;
  readonly outputs: Readonly<Record<string, NodeFiles>>;
  readonly status: 'success' | 'error';
  readonly messages: readonly ExecutionMessage[];
}

/** Finished prompts by id, oldest first, in memory only. */
export class PromptHistory {
  readonly #finished = new Map<string, FinishedPrompt>();

  add(finished: FinishedPrompt): void {
    this.#finished.delete(finished.prompt.promptId);
    this.#finished.set(finished.prompt.promptId, finished);
    const oldest = this.#finished.keys().next().value;
    if (this.#finished.size > 10_000 && oldest !== undefined) this.#finished.delete(oldest);
  }

  get(promptId: string): FinishedPrompt | undefined {
    return this.#finished.get(promptId);
  }

  all(): FinishedPrompt[] {
    return [...this.#finished.values()];
  }

  delete(promptIds: readonly string[]): void {
    for (const promptId of promptIds) this.#finished.delete(promptId);
  }

  clear(): void {
    this.#finished.clear();
  }
}

/** A queue entry as `/queue` and `/history` print it. */
export function queueTuple(prompt: QueuedPrompt): unknown[] {
  return [prompt.number, prompt.promptId, prompt.graph, prompt.extraData, prompt.outputNodeIds];
}

/** The body of `/history/{id}` for one finished prompt. */
export function historyEntry(finished: FinishedPrompt): Record<string, unknown> {
  const meta = Object.keys(finished.outputs).map((nodeId) => [
    nodeId,
    { node_id: nodeId, display_node: nodeId, parent_node: null, real_node_id: nodeId },
  ]);
  return {
    prompt: queueTuple(finished.prompt),
    outputs: finished.outputs,
    status: statusOf(finished),
    meta: Object.fromEntries(meta),
  };
}

/** The `status` object of history and of a job. */
export function statusOf(finished: FinishedPrompt): Record<string, unknown> {
  return {
    status_str: finished.status,
    completed: finished.status === 'success',
    messages: finished.messages,
  };
}
