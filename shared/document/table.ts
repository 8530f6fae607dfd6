import type * as Y from 'yjs';

type Observer = Parameters<Y.Map<unknown>['observeDeep']>[0];

/** Reads one stored value as a row, or undefined when it is not one. */
export type RowReader<Row> = (id: string, value: unknown) => Row | undefined;

/**
 * A root map seen as rows. The same row object stays until its record changes, and `rows()` itself until any row does,
 * so that a view may compare by identity. One observer a table.
 */
export class Table<Row> {
  readonly #map: Y.Map<unknown>;
  readonly #read: RowReader<Row>;
  readonly #listeners = new Set<(changed: ReadonlySet<string>) => void>();
  readonly #observer: Observer;
  #rows: ReadonlyMap<string, Row>;

  constructor(map: Y.Map<unknown>, read: RowReader<Row>) {
    this.#map = map;
    this.#read = read;
    this.#rows = readRows(map, read);
    this.#observer = (events) => this.#apply(events);
    map.observeDeep(this.#observer);
  }

  /** All rows by id, in no order. */
  rows(): ReadonlyMap<string, Row> {
    return this.#rows;
  }

  /** The row of that id. */
  row(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  /** Calls `listener` with the ids that changed after each transaction that changed any; returns how to stop. */
  subscribe(listener: (changed: ReadonlySet<string>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stops observing. Rows read so far stay readable. */
  dispose(): void {
    this.#map.unobserveDeep(this.#observer);
    this.#listeners.clear();
  }

  #apply(events: Parameters<Observer>[0]): void {
    const changed = new Set<string>();
    for (const event of events) {
      if (event.target === this.#map) for (const key of event.keys.keys()) changed.add(key);
      else if (event.path.length > 0) changed.add(String(event.path[0]));
    }
    if (changed.size === 0) return;
    const rows = new Map(this.#rows);
    for (const id of changed) {
      const row = this.#map.has(id) ? this.#read(id, this.#map.get(id)) : undefined;
      if (row === undefined) rows.delete(id);
      else rows.set(id, row);
    }
    this.#rows = rows;
    for (const listener of this.#listeners) listener(changed);
  }
}

/** Reads every row of a root map once, without observing it. */
export function readRows<Row>(map: Y.Map<unknown>, read: RowReader<Row>): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  map.forEach((value, id) => {
    const row = read(id, value);
    if (row !== undefined) rows.set(id, row);
  });
  return rows;
}
