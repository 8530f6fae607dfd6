import type { Measurement } from '../harness/figure.ts';
import type { ContenderName } from './contenders/contender.ts';
import type { Ground } from './ground.ts';

/**
 * What a figure of ours may be at most: a multiple of what bare Hocuspocus has in the same run, or a value of its own.
 * `isClockFree` targets count bytes or edits and hold on any machine, however busy; the others are times and CPU.
 */
export type Target =
  | { readonly timesBare: number; readonly isClockFree?: boolean }
  | { readonly atMost: number; readonly isClockFree?: boolean };

/** A figure of a row; less is better. One without a target is printed beside the others. */
export interface RowFigure {
  readonly name: string;
  readonly unit: string;
  readonly target?: Target;
}

/** One contender under the row's load. */
export interface Cell {
  readonly contender: ContenderName;
  /**
   * Starts what it needs, measures once, and lets everything go. Of ours every figure of the row must be there and finite;
   * another contender may lack one. `foreignShare`, where it is measured, is the part of the machine that others used.
   */
  measure(): Promise<Measurement>;
}

/** How much a row does: all of it, or so little that it fits into the tests. */
export type RowSize = 'full' | 'short';

/** A load, who is put under it, and what is read off. A new row is a file in `rows/` and a line in `rows.ts`. */
export interface Row {
  readonly name: string;
  readonly description: string;
  readonly figures: readonly RowFigure[];
  cells(ground: Ground, size: RowSize): readonly Cell[];
}
