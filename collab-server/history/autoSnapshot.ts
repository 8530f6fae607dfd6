/** When a burst of edits counts as over: this long quiet, or this long since it began. In milliseconds. */
export interface BurstLimits {
  readonly quietMs: number;
  readonly longestMs: number;
}

/** A burst ends after a minute of quiet, or ten minutes of work. */
export const BURST_LIMITS: BurstLimits = { quietMs: 60_000, longestMs: 600_000 };

interface Burst {
  readonly beganAt: number;
  readonly authors: Set<string>;
  timer: NodeJS.Timeout;
}

/** Watches edits and says when a burst is over, with everybody who took part. */
export class BurstWatch {
  readonly #bursts = new Map<string, Burst>();
  readonly #limits: BurstLimits;
  readonly #clock: () => number;
  readonly #onOver: (projectId: string, authors: readonly string[]) => void;

  constructor(
    limits: BurstLimits,
    clock: () => number,
    onOver: (projectId: string, authors: readonly string[]) => void,
  ) {
    this.#limits = limits;
    this.#clock = clock;
    this.#onOver = onOver;
  }

  /** Notes an edit by people of these names. */
  note(projectId: string, authors: readonly string[]): void {
    const now = this.#clock();
    const burst = this.#bursts.get(projectId);
    const beganAt = burst?.beganAt ?? now;
    if (burst) clearTimeout(burst.timer);
    const waitMs = Math.max(0, Math.min(this.#limits.quietMs, beganAt + this.#limits.longestMs - now));
    const timer = setTimeout(() => this.#end(projectId), waitMs);
    timer.unref();
    this.#bursts.set(projectId, { beganAt, timer, authors: new Set([...(burst?.authors ?? []), ...authors]) });
  }

  /** Forgets a burst because somebody made a snapshot; returns who took part. */
  take(projectId: string): readonly string[] {
    const burst = this.#bursts.get(projectId);
    if (!burst) return [];
    clearTimeout(burst.timer);
    this.#bursts.delete(projectId);
    return [...burst.authors];
  }

  /** Ends every burst at once: at shutdown the last one becomes a snapshot too. */
  endAll(): readonly string[] {
    const projects = [...this.#bursts.keys()];
    for (const burst of this.#bursts.values()) clearTimeout(burst.timer);
    return projects;
  }

  #end(projectId: string): void {
    const authors = this.take(projectId);
    this.#onOver(projectId, authors);
  }
}
