import * as Y from 'yjs';
import { type KnownNames, RecordFields } from './recordFields.ts';

/**
 * Makes a document that was just read smaller in memory, without changing anything that can be read, written or sent. Three
 * things of how Yjs reads an update take more than the document itself:
 * - each value comes in an array that grew by pushing, with room for seventeen: it gets one of its own length;
 * - equal texts and values (names of fields, ids, choices) come as one copy each: they become one;
 * - each record keeps its fields in a Map of its own, with tables for more than it has: records of the same fields share them.
 *
 * For a server's documents only: values of deleted fields must be gone at once, as they are where nobody keeps an undo.
 */
export function compactDocument(doc: Y.Doc): void {
  const slices = compactionOf(doc);
  while (slices.next().done !== true);
}

/** Does the same a little at a time, so that nobody waits for it; it ends early when the document is unloaded. */
export function compactSoon(doc: Y.Doc & { readonly isDestroyed: boolean }): void {
  const slices = compactionOf(doc);
  const next = () => {
    if (!doc.isDestroyed && slices.next().done !== true) setImmediate(next);
  };
  setImmediate(next);
}

/** Pieces of history that are done at a time: about two milliseconds. */
const SLICE = 2000;

// Whatever happens to the document between two slices leaves something as it was, at worst.
function* compactionOf(doc: Y.Doc): Generator<void, void> {
  const shared = new SharedValues();
  const names: KnownNames = new Map();
  for (const structs of [...doc.store.clients.values()]) {
    for (let at = 0; at < structs.length; at += 1) {
      const struct = structs[at];
      if (struct instanceof Y.Item) compactItem(struct, shared, names);
      if (at % SLICE === SLICE - 1) yield;
    }
  }
}

function compactItem(item: Y.Item, shared: SharedValues, names: KnownNames): void {
  const { parentSub, content } = item;
  if (parentSub !== null) item.parentSub = shared.text(parentSub);
  if (content instanceof Y.ContentAny) content.arr = shared.values(content.arr);
  else if (content instanceof Y.ContentType && content.type instanceof Y.Map) {
    content.type._map = RecordFields.from(content.type._map, names);
  }
}

/** Longer texts than an id are hardly ever the same. */
const LONGEST_SHARED = 40;

/** One copy of each text and of each list of a single plain value. */
class SharedValues {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<unknown, unknown[]>();

  text(text: string): string {
    if (text.length > LONGEST_SHARED) return text;
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }

  /** Yjs never changes such a list: it makes a new one for every change. */
  values(values: readonly unknown[]): unknown[] {
    if (values.length !== 1) return values.map((value) => this.#value(value));
    const [only] = values;
    if (typeof only === 'object' && only !== null) return [this.#value(only)];
    // The map tells -0 from 0 no more than Object.is must: such a value stays its own.
    if (Object.is(only, -0)) return [only];
    if (typeof only === 'string' && only.length > LONGEST_SHARED) return [only];
    const known = this.#lists.get(only);
    if (known) return known;
    const list = [this.#value(only)];
    this.#lists.set(only, list);
    return list;
  }

  #value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (!isPlainObject(value)) return value;
    for (const name of Object.keys(value)) {
      const field = value[name];
      if (typeof field === 'string') value[name] = this.text(field);
    }
    return value;
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
