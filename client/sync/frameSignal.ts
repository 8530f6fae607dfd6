/** Runs something once, soon: the next animation frame, or a timer where the page is hidden and has no frames. */
export type Schedule = (run: () => void) => void;

/** The page's own schedule. */
export const onNextFrame: Schedule = (run) => {
  if (typeof requestAnimationFrame === 'undefined' || document.hidden) setTimeout(run, 16);
  else requestAnimationFrame(run);
};

/** Listeners that are told at most once a frame, however many changes came. */
export class FrameSignal {
  readonly #listeners = new Set<() => void>();
  readonly #schedule: Schedule;
  #isDue = false;

  constructor(schedule: Schedule = onNextFrame) {
    this.#schedule = schedule;
  }

  /** Calls `listener` after changes; returns how to stop. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Says that something changed. */
  emit(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#schedule(() => {
      this.#isDue = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
