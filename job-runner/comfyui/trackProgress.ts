import type { Graph } from '@studio/workflows';

/** How far a prompt is, 0 to 1, and the name of the step that runs. */
export interface PromptProgress {
  readonly progress: number;
  readonly step: string;
}

// Sampling is nearly all of the time; a plain node is over at once.
const WEIGHTS: readonly (readonly [RegExp, number])[] = [
  [/Sampler/, 30],
  [/VAEDecode|SaveVideo|VideoCombine/, 4],
  [/Loader/, 2],
];

/** Follows a prompt through its nodes; progress never goes back. */
export class ProgressTracker {
  readonly #graph: Graph;
  readonly #parts = new Map<string, number>();
  #latest: PromptProgress = { progress: 0, step: '' };

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  get latest(): PromptProgress {
    return this.#latest;
  }

  /** Takes an event of the worker; gives the new progress when it moved. */
  take(type: string, data: Readonly<Record<string, unknown>>): PromptProgress | undefined {
    if (type === 'execution_cached') for (const nodeId of listOf(data['nodes'])) this.#parts.set(nodeId, 1);
    if (type === 'executed' && typeof data['node'] === 'string') this.#parts.set(data['node'], 1);
    if (type === 'progress' && typeof data['node'] === 'string')
      this.#setPart(data['node'], data['value'], data['max']);
    if (type === 'progress_state') this.#takeStates(data['nodes']);
    const step =
      type === 'executing' && typeof data['node'] === 'string' ? this.#nameOf(data['node']) : this.#latest.step;
    const progress = Math.max(this.#latest.progress, this.#total());
    if (progress === this.#latest.progress && step === this.#latest.step) return undefined;
    this.#latest = { progress, step };
    return this.#latest;
  }

  #takeStates(nodes: unknown): void {
    if (typeof nodes !== 'object' || nodes === null) return;
    for (const [nodeId, state] of Object.entries(nodes as Record<string, Record<string, unknown> | null>)) {
      if (state?.['state'] === 'finished') this.#parts.set(nodeId, 1);
      else this.#setPart(nodeId, state?.['value'], state?.['max']);
    }
  }

  #setPart(nodeId: string, value: unknown, max: unknown): void {
    if (typeof value !== 'number' || typeof max !== 'number' || !(max > 0)) return;
    this.#parts.set(nodeId, Math.min(1, Math.max(0, value / max)));
  }

  #nameOf(nodeId: string): string {
    const node = this.#graph[nodeId];
    return node?._meta?.title ?? node?.class_type ?? '';
  }

  #total(): number {
    let whole = 0;
    let done = 0;
    for (const [nodeId, node] of Object.entries(this.#graph)) {
      const weight = WEIGHTS.find(([pattern]) => pattern.test(node.class_type))?.[1] ?? 0.3;
      whole += weight;
      done += weight * (this.#parts.get(nodeId) ?? 0);
    }
    return whole === 0 ? 0 : done / whole;
  }
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
