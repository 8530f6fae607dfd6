import type { Graph } from '@studio/workflows';

/** One prompt as the server keeps it from POST to the end. */
export interface QueuedPrompt {
  readonly number: number;
  readonly promptId: string;
  readonly graph: Graph;
  readonly extraData: Readonly<Record<string, unknown>>;
  readonly outputNodeIds: readonly string[];
  readonly clientId: string | undefined;
  readonly createTime: number;
}

/** The queue of one simulated worker: lowest number first, one running, in memory only. */
export class PromptQueue {
  readonly #pending: QueuedPrompt[] = [];
  #running: QueuedPrompt | undefined;
  #interrupted = false;
  #counter = 0;
  readonly #onChange: (remaining: number) => void;

  constructor(onChange: (remaining: number) => void) {
    this.#onChange = onChange;
  }

  get running(): QueuedPrompt | undefined {
    return this.#running;
  }

  get pending(): readonly QueuedPrompt[] {
    return this.#pending;
  }

  get remaining(): number {
    return this.#pending.length + (this.#running ? 1 : 0);
  }

  get isInterrupted(): boolean {
    return this.#interrupted;
  }

  /** Gives the queue key of the next prompt; `front` puts it before all others. */
  nextNumber(front: boolean): number {
    const number = this.#counter;
    this.#counter += 1;
    return front ? -number : number;
  }

  add(prompt: QueuedPrompt): void {
    this.#pending.push(prompt);
    // The real server says so twice: once for the queue's change, once for the prompt's arrival.
    this.#onChange(this.remaining);
    this.#onChange(this.remaining);
  }

  take(): QueuedPrompt | undefined {
    this.#pending.sort((a, b) => a.number - b.number);
    this.#running = this.#pending.shift();
    this.#interrupted = false;
    return this.#running;
  }

  finish(): void {
    this.#running = undefined;
    this.#interrupted = false;
    this.#onChange(this.remaining);
  }

  delete(promptIds: readonly string[]): boolean {
    const before = this.#pending.length;
    const kept = this.#pending.filter((prompt) => !promptIds.includes(prompt.promptId));
    this.#pending.splice(0, before, ...kept);
    if (kept.length !== before) this.#onChange(this.remaining);
    return kept.length !== before;
  }

  clear(): void {
    this.delete(this.#pending.map((prompt) => prompt.promptId));
  }

  /** Interrupts what runs; with an id only if that is what runs. While idle nothing is remembered. */
  interrupt(promptId?: string): boolean {
    if (!this.#running || (promptId !== undefined && this.#running.promptId !== promptId)) return false;
    this.#interrupted = true;
    return true;
  }
}
