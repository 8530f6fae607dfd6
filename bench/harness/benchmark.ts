/** What one run of a contender measured: figure name to value, in the figure's unit. */
export type Measurement = Readonly<Record<string, number>>;

/** Something that is measured: started fresh for each repetition, so that nobody profits from the one before. */
export interface Contender {
  readonly name: string;
  /** Does the work once and returns what it measured. `isWarmUp` runs are thrown away. */
  run(isWarmUp: boolean): Promise<Measurement>;
}

/** What a figure means. `target` is the largest (or, where more is better, smallest) acceptable ratio ours ÷ peer. */
export interface FigureDefinition {
  readonly name: string;
  readonly unit: string;
  readonly target: number;
  readonly isMoreBetter?: boolean;
}

/** A comparison of ours with a peer in one run. */
export interface Benchmark {
  readonly name: string;
  readonly description: string;
  readonly ours: Contender;
  readonly peer: Contender;
  readonly figures: readonly FigureDefinition[];
}

/**
 * A figure of the report: medians over the repetitions, their ratio, and whether it meets its target. A figure that is
 * compared with nobody has no peer and no ratio: its target is one of its own value.
 */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer: number | null;
  readonly peerName: string | null;
  readonly ratio: number | null;
  readonly target: number;
  readonly ok: boolean;
  /** Lowest and highest of the repetitions. */
  readonly spread: { readonly ours: readonly [number, number]; readonly peer: readonly [number, number] | null };
}
