import type { Table } from '@studio/shared/document';
import { FrameSignal, type Schedule } from './frameSignal.ts';

const NONE: readonly never[] = Object.freeze([]);

/**
 * Rows of a table by a key of theirs (the Takes of a slot, the intents of a node). A group is the same array until one of
 * its rows changes, so that one new Take draws one shot again and not all of them.
 */
export class GroupIndex<Row extends { readonly id: string }> {
  readonly signal: FrameSignal;
  readonly #table: Table<Row>;
  readonly #keyOf: (row: Row) => string;
  readonly #compare: (a: Row, b: Row) => number;
  readonly #keys = new Map<string, string>();
  readonly #groups = new Map<string, readonly Row[]>();
  readonly #stop: () => void;

  constructor(
    table: Table<Row>,
    keyOf: (row: Row) => string,
    compare: (a: Row, b: Row) => number,
    schedule?: Schedule,
  ) {
    this.signal = new FrameSignal(schedule);
    this.#table = table;
    this.#keyOf = keyOf;
    this.#compare = compare;
    this.#apply(table.rows().keys());
    this.#stop = table.subscribe((changed) => {
      this.#apply(changed);
      this.signal.emit();
    });
  }

  /** The rows of that key, in order. */
  of(key: string): readonly Row[] {
    return this.#groups.get(key) ?? NONE;
  }

  /** Stops following the table. */
  dispose(): void {
    this.#stop();
  }

  #apply(changed: Iterable<string>): void {
    const touched = new Map<string, Map<string, Row>>();
    const open = (key: string) => {
      const group = touched.get(key) ?? new Map(this.of(key).map((row) => [row.id, row]));
      touched.set(key, group);
      return group;
    };
    for (const id of changed) {
      const before = this.#keys.get(id);
      if (before !== undefined) open(before).delete(id);
      const row = this.#table.row(id);
      if (!row) this.#keys.delete(id);
      else {
        const key = this.#keyOf(row);
        this.#keys.set(id, key);
        open(key).set(id, row);
      }
    }
    for (const [key, group] of touched) this.#groups.set(key, [...group.values()].sort(this.#compare));
  }
}
