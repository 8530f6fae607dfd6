import { isId } from '../documentName.ts';
import { isJsonObject } from '../json.ts';
import { QUALITIES, type Quality } from './meta.ts';

/** A person as records name them. `isGuest` marks someone who came by a share link. */
export interface Author {
  readonly id: string;
  readonly name: string;
  readonly isGuest?: boolean;
}

/** A fingerprint of what a run would have used when its person asked: a SHA-256, and a short digest of each part by name. */
export interface SeenInputs {
  readonly hash: string;
  readonly parts: { readonly [part: string]: string };
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
  /** What the person saw; an intent without it runs as things stand. */
  readonly inputs?: SeenInputs;
  /** True when it was asked for without a connection, so that others could not be seen. */
  readonly isApart?: boolean;
  /** The intent that this one asks for again, after its inputs changed. */
  readonly answers?: string;
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
  const asked = { id, kind, nodeId, seeds: Object.freeze([...seeds]), quality, requestedBy, requestedAt } as const;
  return Object.freeze({ ...asked, ...readCircumstances(value) });
}

/** What a later client than the first writes besides; what is not of a known shape is left out, and the run stands. */
function readCircumstances(value: {
  readonly [key: string]: unknown;
}): Pick<IntentRow, 'inputs' | 'isApart' | 'answers'> {
  const inputs = readInputs(value['inputs']);
  const { answers } = value;
  return {
    ...(inputs ? { inputs } : {}),
    ...(value['isApart'] === true ? { isApart: true } : {}),
    ...(isId(answers) ? { answers } : {}),
  };
}

function readInputs(value: unknown): SeenInputs | undefined {
  if (!isJsonObject(value) || !isJsonObject(value['parts'])) return undefined;
  const { hash, parts } = value;
  const isWhole = typeof hash === 'string' && Object.values(parts).every((part) => typeof part === 'string');
  return isWhole ? Object.freeze({ hash, parts: Object.freeze({ ...(parts as SeenInputs['parts']) }) }) : undefined;
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
