import type { RunnerAwareness, RunProgress } from '@studio/shared/jobs';

const MIN_INTERVAL_MS = 250;

/** Holds the progress of the runs in a project and shows it at most four times a second; the last state always arrives. */
export class ProgressBoard {
  readonly #show: (state: RunnerAwareness & { readonly [key: string]: unknown }) => void;
  readonly #clock: () => number;
  readonly #runs = new Map<string, RunProgress>();
  #shownAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(show: (state: RunnerAwareness & { readonly [key: string]: unknown }) => void, clock: () => number) {
    this.#show = show;
    this.#clock = clock;
  }

  show(intentId: string, progress: RunProgress): void {
    this.#runs.set(intentId, progress);
    this.#schedule();
  }

  clear(intentId: string): void {
    if (this.#runs.delete(intentId)) this.#schedule();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#timer) return;
    const waitMs = this.#shownAt + MIN_INTERVAL_MS - this.#clock();
    if (waitMs <= 0) return this.#flush();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, waitMs);
  }

  #flush(): void {
    this.#shownAt = this.#clock();
    this.#show({ service: 'job-runner', runs: Object.fromEntries(this.#runs) });
  }
}
