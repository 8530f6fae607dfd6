import type * as Y from 'yjs';

/** Records with more fields are found faster in a Map. */
const MANY_FIELDS = 24;

/** The names of the fields that many records have, by themselves written as JSON. */
export type KnownNames = Map<string, readonly string[]>;

/**
 * The fields of a record as Yjs asks for them, in the order they were first set. Records with the same fields share the
 * list of names; a Map of its own would take three times as much for each.
 */
export class RecordFields {
  #names: readonly string[];
  readonly #fields: Y.Item[];

  private constructor(names: readonly string[], fields: Y.Item[]) {
    this.#names = names;
    this.#fields = fields;
  }

  /** The fields of a record that Yjs keeps in a Map, in less; those of a record with many stay as they are. */
  static from(fields: Map<string, Y.Item>, known: KnownNames): Map<string, Y.Item> {
    if (fields.size > MANY_FIELDS || !(fields instanceof Map)) return fields;
    const names = [...fields.keys()];
    // Not merely joined: a name may hold any character, and two records must never be taken for each other.
    const written = JSON.stringify(names);
    let shared = known.get(written);
    if (!shared) known.set(written, (shared = names));
    // All that Yjs asks of such a Map is here.
    return new RecordFields(shared, [...fields.values()]) as unknown as Map<string, Y.Item>;
  }

  get size(): number {
    return this.#names.length;
  }

  get(name: string): Y.Item | undefined {
    return this.#fields[this.#names.indexOf(name)];
  }

  has(name: string): boolean {
    return this.#names.includes(name);
  }

  set(name: string, field: Y.Item): this {
    const at = this.#names.indexOf(name);
    if (at >= 0) this.#fields[at] = field;
    else {
      this.#names = [...this.#names, name];
      this.#fields.push(field);
    }
    return this;
  }

  forEach(look: (field: Y.Item, name: string) => void): void {
    for (const [name, field] of this.entries()) look(field, name);
  }

  *entries(): Generator<[string, Y.Item]> {
    for (const [at, name] of this.#names.entries()) {
      const field = this.#fields[at];
      if (field) yield [name, field];
    }
  }

  *keys(): Generator<string> {
    yield* this.#names;
  }

  *values(): Generator<Y.Item> {
    yield* this.#fields;
  }

  [Symbol.iterator](): Generator<[string, Y.Item]> {
    return this.entries();
  }
}
