import type { RecordMap } from './roots.ts';

/** Reads a finite number of a record, or `fallback` for anything else: a stored NaN must not stop a project opening. */
export function readNumber(record: RecordMap, key: string, fallback: number): number {
  const value = record.get(key);
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

/** Reads a whole number not below `min`, or `fallback`. */
export function readCount(record: RecordMap, key: string, fallback: number, min = 0): number {
  const value = record.get(key);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= min ? value : fallback;
}

/** Reads a string, or `fallback`. */
export function readString(record: RecordMap, key: string, fallback: string): string {
  const value = record.get(key);
  return typeof value === 'string' ? value : fallback;
}

/** Reads one of `choices`, or `fallback`. */
export function readChoice<Choice extends string>(
  record: RecordMap,
  key: string,
  choices: readonly Choice[],
  fallback: Choice,
): Choice {
  const value = record.get(key);
  return choices.find((choice) => choice === value) ?? fallback;
}
