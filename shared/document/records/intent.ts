import { isJsonObject } from '../json.ts';
import { QUALITIES, type Quality } from './meta.ts';

/** A person as records name them. `isGuest` marks someone who came by a share link. */
export interface Author {
  readonly id: string;
  readonly name: string;
  readonly isGuest?: boolean;
}

/** What a person asked for: Takes of a node, or the render of an Assembler. Immutable; its id is the job's id. */
export interface IntentRow {
  readonly id: string;
  readonly kind: 'take' | 'render';
  readonly nodeId: string;
  readonly seeds: readonly number[];
  readonly quality: Quality;
  readonly requestedBy: Author;
  /** Milliseconds since 1970, by the person's clock. */
  readonly requestedAt: number;
}

/** That an intent is no longer wanted. Immutable; keyed by the intent's id. */
export interface CancellationRow {
  readonly id: string;
  readonly cancelledBy: Author;
  readonly cancelledAt: number;
}

/** At most this many Takes by one press of Generate. */
export const MAX_TAKES_PER_INTENT = 16;

/** Reads an author; undefined when id or name is missing. */
export function readAuthor(value: unknown): Author | undefined {
  if (!isJsonObject(value)) return undefined;
  const { id, name, isGuest } = value;
  if (typeof id !== 'string' || typeof name !== 'string') return undefined;
  return Object.freeze(isGuest === true ? { id, name, isGuest } : { id, name });
}

/** Reads an intent; undefined when any part of it is not what a client of this schema writes. */
export function readIntent(id: string, value: unknown): IntentRow | undefined {
  if (!isJsonObject(value)) return undefined;
  const { kind, nodeId, seeds, requestedAt } = value;
  const requestedBy = readAuthor(value['requestedBy']);
  const quality = QUALITIES.find((known) => known === value['quality']);
  if ((kind !== 'take' && kind !== 'render') || typeof nodeId !== 'string' || !requestedBy || !quality)
    return undefined;
  if (typeof requestedAt !== 'number' || !Number.isFinite(requestedAt) || !isSeeds(seeds)) return undefined;
  return Object.freeze({ id, kind, nodeId, seeds: Object.freeze([...seeds]), quality, requestedBy, requestedAt });
}

function isSeeds(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.length <= MAX_TAKES_PER_INTENT &&
    value.every((seed) => Number.isSafeInteger(seed) && (seed as number) >= 0)
  );
}

/** Reads a cancellation; undefined when it names nobody. */
export function readCancellation(id: string, value: unknown): CancellationRow | undefined {
  if (!isJsonObject(value)) return undefined;
  const cancelledBy = readAuthor(value['cancelledBy']);
  const { cancelledAt } = value;
  if (!cancelledBy || typeof cancelledAt !== 'number') return undefined;
  return Object.freeze({ id, cancelledBy, cancelledAt });
}
