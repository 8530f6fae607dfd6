import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

/** Something with a place in an order. */
export interface Ordered {
  readonly id: string;
  readonly order: string;
}

/** True for a key that others can be placed beside; the library throws on anything else, wherever it came from. */
export function isOrder(key: string): boolean {
  try {
    generateKeyBetween(key, null);
    return true;
  } catch {
    // It throws plain errors alone, and each means that this is no key.
    return false;
  }
}

/** Sorts by fractional index, ties by id: every replica shows the same order. */
export function inOrder<Row extends Ordered>(rows: Iterable<Row>): Row[] {
  return [...rows].sort((a, b) => {
    if (a.order !== b.order) return a.order < b.order ? -1 : 1;
    return a.id < b.id ? -1 : 1;
  });
}

/**
 * The order key for a place before `index` in `sorted` (without the row that moves). Two people may have given two rows
 * one key, and nothing fits between equals: then the rows after that place get new keys too, in `rekeyed`.
 */
export function orderAt(
  sorted: readonly Ordered[],
  index: number,
): { order: string; rekeyed: ReadonlyMap<string, string> } {
  const before = sorted[index - 1]?.order ?? null;
  let next = index;
  while (before !== null && next < sorted.length && (sorted[next]?.order ?? '') <= before) next += 1;
  const after = sorted[next]?.order ?? null;
  if (next === index) return { order: generateKeyBetween(before, after), rekeyed: new Map() };
  const keys = generateNKeysBetween(before, after, next - index + 1);
  const rekeyed = new Map(sorted.slice(index, next).map((row, offset) => [row.id, keys[offset + 1] ?? row.order]));
  return { order: keys[0] ?? generateKeyBetween(before, after), rekeyed };
}
