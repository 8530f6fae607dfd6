import { setTimeout as wait } from 'node:timers/promises';
import { type ExecutionPorts, executePrompt } from './executePrompt.ts';
import { RaisedByNode } from './nodeFailure.ts';
import type { NodeContext, NodeOutcome } from './nodeRunner.ts';
import { NODE_RUNNERS } from './nodeRunners.ts';
import type { QueuedPrompt } from './promptQueue.ts';
import type { MemoryToFree, WorkerParts } from './workerParts.ts';

const NOTHING: MemoryToFree = { models: false, cache: false };

/** What the thread needs beside the shared parts. */
export interface ExecutionThreadOptions {
  readonly cache: Map<string, NodeOutcome>;
  readonly ffmpegPath: string;
  readonly speed: number;
}

/** The one execution thread of a worker: takes prompts in order and runs one at a time. */
export class ExecutionThread {
  readonly #worker: WorkerParts;
  readonly #options: ExecutionThreadOptions;
  #isBusy = false;
  #isKilled = false;
  #currentNode: string | undefined;
  #toFree: MemoryToFree = NOTHING;

  constructor(worker: WorkerParts, options: ExecutionThreadOptions) {
    this.#worker = worker;
    this.#options = options;
  }

  /** The node that runs now. */
  get currentNode(): string | undefined {
    return this.#currentNode;
  }

  /** Runs what waits, unless it already does. */
  wake(): void {
    if (this.#isBusy || this.#isKilled || this.#worker.faults.deadThread) return;
    this.#isBusy = true;
    // Starting in a later turn lets the POST be answered first, as it nearly always is.
    setImmediate(() => void this.#drain());
  }

  /** Gives memory back, now or when the running prompt is over. */
  free(what: MemoryToFree): void {
    this.#toFree = { models: this.#toFree.models || what.models, cache: this.#toFree.cache || what.cache };
    if (!this.#worker.queue.running) this.#freeNow();
  }

  #freeNow(): void {
    if (this.#toFree.models) this.#worker.memory.unloadAll();
    if (this.#toFree.cache) this.#options.cache.clear();
    this.#toFree = NOTHING;
  }

  /** Stops between two reports, as the death of the process would. */
  kill(): void {
    this.#isKilled = true;
  }

  async #drain(): Promise<void> {
    for (let prompt = this.#worker.queue.take(); prompt; prompt = this.#next()) {
      await this.#runOne(prompt);
      if (this.#isKilled) return;
    }
    this.#isBusy = false;
  }

  #next(): QueuedPrompt | undefined {
    return this.#isKilled || this.#worker.faults.deadThread ? undefined : this.#worker.queue.take();
  }

  async #runOne(prompt: QueuedPrompt): Promise<void> {
    const { queue, history, faults, hub } = this.#worker;
    const finished = await executePrompt(prompt, this.#portsFor(prompt));
    if (this.#isKilled) return;
    this.#currentNode = undefined;
    const kept = faults.dropOutputsNext ? { ...finished, outputs: {} } : finished;
    faults.dropOutputsNext = false;
    // The client hears of success a moment before the history knows of it; the end marker comes after both.
    await wait(2);
    if (this.#isKilled) return;
    history.add(kept);
    queue.finish();
    this.#freeNow();
    hub.send(prompt.clientId, 'executing', { node: null, prompt_id: prompt.promptId });
  }

  #portsFor(prompt: QueuedPrompt): ExecutionPorts {
    const { hub, files, queue, clock } = this.#worker;
    return {
      send: (type, body) => {
        if (!this.#isKilled) hub.send(prompt.clientId, type, body);
      },
      runnerOf: (classType) => {
        const runner = NODE_RUNNERS[classType];
        if (!runner) throw new RaisedByNode('NotImplementedError', `the simulated worker cannot run ${classType}`);
        return runner;
      },
      context: (nodeId, reportProgress) => this.#context(prompt, nodeId, reportProgress),
      cache: this.#options.cache,
      readInput: (name) => files.readInput(name),
      isInterrupted: () => queue.isInterrupted || this.#isKilled,
      onNode: (nodeId) => {
        this.#currentNode = nodeId;
      },
      clock,
    };
  }

  #context(prompt: QueuedPrompt, nodeId: string, reportProgress: NodeContext['reportProgress']): NodeContext {
    const { memory, files, faults, models, hub } = this.#worker;
    const extra = prompt.extraData as { preview_method?: string; extra_pnginfo?: { workflow?: unknown } };
    const workflow = extra.extra_pnginfo?.workflow;
    const promptId = prompt.promptId;
    const about = {
      node_id: nodeId,
      prompt_id: promptId,
      display_node_id: nodeId,
      parent_node_id: null,
      real_node_id: nodeId,
    };
    return {
      nodeId,
      memory,
      files,
      faults,
      ffmpegPath: this.#options.ffmpegPath,
      modelNamed: (folder, name) => {
        const model = models.find((file) => file.folder === folder && file.name === name);
        if (!model)
          throw new RaisedByNode('FileNotFoundError', `Model in folder '${folder}' with filename '${name}' not found.`);
        return model;
      },
      metadata: {
        prompt: JSON.stringify(prompt.graph),
        ...(workflow === undefined ? {} : { workflow: JSON.stringify(workflow) }),
      },
      wantsPreviews: extra.preview_method !== undefined && !['none', 'default'].includes(extra.preview_method),
      pause: async (ms) => {
        await wait(ms / this.#options.speed);
      },
      reportProgress,
      sendPreview: (jpeg) => {
        if (!this.#isKilled) hub.sendPreview(prompt.clientId, about, jpeg);
      },
    };
  }
}
