/** What one run of a contender measured: figure name to value, in the figure's unit. */
export type Measurement = Readonly<Record<string, number>>;

/**
 * A figure of a report, in the keys that other tools read. `target` is the largest ratio ours ÷ peer that is good, or,
 * where `ratio` is null or a value of ours is what counts, a value of its own; null where nothing is asked, and then `ok`.
 */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  /** Null when ours did not take part. */
  readonly ours: number | null;
  readonly peer: number | null;
  readonly peerName: string | null;
  readonly ratio: number | null;
  readonly target: number | null;
  readonly ok: boolean;
  /** Lowest and highest of the repetitions. */
  readonly spread: { readonly ours: readonly [number, number] | null; readonly peer: readonly [number, number] | null };
}

/** The figures of a benchmark, and how busy the machine was: cores in use, ours and everybody's, on average. */
export interface Report {
  readonly benchmark: string;
  readonly figures: readonly Figure[];
  readonly repetitions: number;
  readonly busyCores: number;
}
