/** A seed that once failed, kept for ever. */
export interface Regression {
  readonly seed: number;
  readonly operations: number;
  readonly prevents: string;
}

/** Every seed that found something, by what it found. */
export const REGRESSIONS: readonly Regression[] = [
  {
    seed: 34,
    operations: 200,
    prevents: 'an acknowledgement to a former visit of the same document reads as one to this visit',
  },
  {
    seed: 27,
    operations: 200,
    prevents: 'a client that joined again on the same socket hears its own farewell and joins again without end',
  },
];
