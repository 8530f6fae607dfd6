import { createHash } from 'node:crypto';
import { type Graph, isLink } from '@studio/workflows';
import { Interrupted, RaisedByNode } from './nodeFailure.ts';
import type { NodeContext, NodeOutcome, NodeRunner } from './nodeRunner.ts';
import type { ExecutionMessage, FinishedPrompt, NodeFiles } from './promptHistory.ts';
import type { QueuedPrompt } from './promptQueue.ts';
import { upstreamOf } from './validatePrompt.ts';

/** What executing a prompt needs of the worker. */
export interface ExecutionPorts {
  readonly send: (type: string, body: Readonly<Record<string, unknown>>) => void;
  readonly runnerOf: (classType: string) => NodeRunner;
  readonly context: (nodeId: string, reportProgress: NodeContext['reportProgress']) => NodeContext;
  readonly cache: Map<string, NodeOutcome>;
  readonly readInput: (name: string) => Buffer | undefined;
  readonly isInterrupted: () => boolean;
  readonly onNode: (nodeId: string | undefined) => void;
  readonly clock: () => number;
}

const CACHED_NODES = 48;

/** Runs one prompt to its end and gives its history entry; events go out in the order the real server sends them. */
export async function executePrompt(prompt: QueuedPrompt, ports: ExecutionPorts): Promise<FinishedPrompt> {
  const execution = new Execution(prompt, ports);
  return execution.run();
}

class Execution {
  readonly #prompt: QueuedPrompt;
  readonly #ports: ExecutionPorts;
  readonly #messages: ExecutionMessage[] = [];
  readonly #outputs: Record<string, NodeFiles> = {};
  readonly #outcomes = new Map<string, NodeOutcome>();
  readonly #progress = new Map<string, { value: number; max: number; state: string }>();
  readonly #executed: string[] = [];

  constructor(prompt: QueuedPrompt, ports: ExecutionPorts) {
    this.#prompt = prompt;
    this.#ports = ports;
  }

  async run(): Promise<FinishedPrompt> {
    const { graph, outputNodeIds } = this.#prompt;
    const order = [...new Set(outputNodeIds.flatMap((output) => upstreamOf(graph, output)))];
    const cached = this.#cachedOf(order);
    this.#say('execution_start', {});
    this.#say('execution_cached', { nodes: [...cached.keys()] });
    for (const nodeId of order) {
      const outcome = cached.get(nodeId);
      const failure = outcome ? this.#keep(nodeId, outcome) : await this.#runNode(nodeId);
      if (failure) return this.#fail(nodeId, failure);
    }
    this.#say('execution_success', {});
    return { prompt: this.#prompt, outputs: this.#outputs, status: 'success', messages: this.#messages };
  }

  #say(type: string, body: Record<string, unknown>): void {
    const message = { ...body, prompt_id: this.#prompt.promptId, timestamp: this.#ports.clock() };
    this.#messages.push([type, message]);
    this.#ports.send(type, message);
  }

  #send(type: string, body: Record<string, unknown>): void {
    this.#ports.send(type, { ...body, prompt_id: this.#prompt.promptId });
  }

  /** Held from the start: what this prompt's own nodes add may push them out of the cache. */
  #cachedOf(order: readonly string[]): ReadonlyMap<string, NodeOutcome> {
    const found = new Map<string, NodeOutcome>();
    for (const nodeId of order) {
      const outcome = this.#ports.cache.get(this.#signature(nodeId));
      if (outcome) found.set(nodeId, outcome);
    }
    return found;
  }

  #keep(nodeId: string, outcome: NodeOutcome): undefined {
    this.#outcomes.set(nodeId, outcome);
    if (!outcome.files) return;
    this.#outputs[nodeId] = outcome.files;
    this.#send('executed', { node: nodeId, display_node: nodeId, output: outcome.files });
  }

  async #runNode(nodeId: string): Promise<unknown> {
    if (this.#ports.isInterrupted()) return new Interrupted();
    const node = this.#prompt.graph[nodeId];
    if (!node) return new Error(`node ${nodeId} is absent`);
    this.#ports.onNode(nodeId);
    this.#sendState(nodeId, 0, 1, 'running');
    this.#send('executing', { node: nodeId, display_node: nodeId });
    const report: NodeContext['reportProgress'] = (value, max) => {
      if (this.#ports.isInterrupted()) throw new Interrupted();
      this.#sendState(nodeId, value, max, 'running');
      this.#send('progress', { value, max, node: nodeId });
    };
    try {
      const context = this.#ports.context(nodeId, report);
      const outcome = await this.#ports.runnerOf(node.class_type)(this.#inputsOf(nodeId), context);
      this.#remember(this.#signature(nodeId), outcome);
      this.#executed.push(nodeId);
      this.#keep(nodeId, outcome);
      const last = this.#progress.get(nodeId);
      this.#sendState(nodeId, last?.max ?? 1, last?.max ?? 1, 'finished');
      return undefined;
    } catch (failure) {
      // Whatever a node raises ends its prompt, not the server: it becomes the history entry.
      return failure;
    }
  }

  #sendState(nodeId: string, value: number, max: number, state: string): void {
    this.#progress.set(nodeId, { value, max, state });
    const nodes = [...this.#progress].map(([id, progress]) => [
      id,
      { ...progress, ...identity(id, this.#prompt.promptId) },
    ]);
    this.#send('progress_state', { nodes: Object.fromEntries(nodes) });
  }

  #inputsOf(nodeId: string): Record<string, unknown> {
    const inputs = this.#prompt.graph[nodeId]?.inputs ?? {};
    return Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => {
        return [name, isLink(value) ? this.#outcomes.get(value[0])?.values[value[1]] : value];
      }),
    );
  }

  #signature(nodeId: string): string {
    return signatureOf(this.#prompt.graph, nodeId, this.#ports.readInput);
  }

  #remember(signature: string, outcome: NodeOutcome): void {
    this.#ports.cache.set(signature, outcome);
    const oldest = this.#ports.cache.keys().next().value;
    if (this.#ports.cache.size > CACHED_NODES && oldest !== undefined) this.#ports.cache.delete(oldest);
  }

  #fail(nodeId: string, failure: unknown): FinishedPrompt {
    const about = { node_id: nodeId, node_type: this.#prompt.graph[nodeId]?.class_type, executed: this.#executed };
    if (failure instanceof Interrupted) this.#say('execution_interrupted', about);
    else this.#say('execution_error', { ...about, ...this.#errorBody(nodeId, failure) });
    return { prompt: this.#prompt, outputs: this.#outputs, status: 'error', messages: this.#messages };
  }

  #errorBody(nodeId: string, failure: unknown): Record<string, unknown> {
    const inputs = Object.entries(this.#prompt.graph[nodeId]?.inputs ?? {});
    const error = failure instanceof Error ? failure : new Error(String(failure));
    return {
      exception_message: error.message,
      exception_type: error instanceof RaisedByNode ? error.exceptionType : 'RuntimeError',
      traceback: [`  File "execution.py", in execute\n`],
      current_inputs: Object.fromEntries(inputs.map(([name, value]) => [name, [JSON.stringify(value)]])),
      current_outputs: this.#executed,
    };
  }
}

function identity(nodeId: string, promptId: string): Record<string, unknown> {
  return { node_id: nodeId, prompt_id: promptId, display_node_id: nodeId, parent_node_id: null, real_node_id: nodeId };
}

/** What a node's result depends on: its class, its values, the bytes of its input file, and the same of all upstream. */
function signatureOf(graph: Graph, nodeId: string, readInput: (name: string) => Buffer | undefined): string {
  const node = graph[nodeId];
  const hash = createHash('sha256').update(node?.class_type ?? '');
  for (const [name, value] of Object.entries(node?.inputs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`\0${name}\0`);
    hash.update(isLink(value) ? `${signatureOf(graph, value[0], readInput)}:${value[1]}` : JSON.stringify(value));
    if (name === 'image' && typeof value === 'string') hash.update(readInput(value) ?? '');
  }
  return hash.digest('hex');
}
