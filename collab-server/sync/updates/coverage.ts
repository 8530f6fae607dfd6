import { fail, ok, type Result } from '@studio/shared/result';
import * as Y from 'yjs';

type DeleteSet = ReturnType<typeof Y.decodeUpdate>['ds'];

/** How far an update goes: the end of each client's edits, and what it deletes. */
export interface Coverage {
  readonly ends: ReadonlyMap<number, number>;
  readonly deletes: DeleteSet;
}

/** Reads how far an update of the journal goes. */
export function coverageOfUpdate(update: Uint8Array): Coverage {
  const { structs, ds } = Y.decodeUpdate(update);
  const ends = new Map<number, number>();
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    ends.set(client, Math.max(ends.get(client) ?? 0, clock + struct.length));
  }
  return { ends, deletes: ds };
}

/** Reads how far a whole state goes, without the memory that its edits would take; nothing counts after a hole. */
export function coverageOfState(update: Uint8Array, format: 'v1' | 'v2'): Coverage {
  const vectorOf = format === 'v2' ? Y.encodeStateVectorFromUpdateV2 : Y.encodeStateVectorFromUpdate;
  const vector = vectorOf(update);
  // What a state adds to itself is no edit, only all its deletions.
  const rest =
    format === 'v2' ? Y.decodeUpdateV2(Y.diffUpdateV2(update, vector)) : Y.decodeUpdate(Y.diffUpdate(update, vector));
  return { ends: Y.decodeStateVector(vector), deletes: rest.ds };
}

/**
 * Refuses a state that is not exactly as far as the parts it was folded from: every client's edits to the same end, and
 * everything deleted that one of them deletes.
 */
export function checkCovers(state: Coverage, parts: readonly Coverage[]): Result<void, 'not-covered'> {
  const ends = new Map<number, number>();
  for (const part of parts) {
    for (const [client, end] of part.ends) ends.set(client, Math.max(ends.get(client) ?? 0, end));
  }
  for (const client of new Set([...ends.keys(), ...state.ends.keys()])) {
    const [is, should] = [state.ends.get(client) ?? 0, ends.get(client) ?? 0];
    if (is !== should)
      return fail('not-covered', `The state has client ${client} up to ${is}; it should be ${should}.`);
  }
  const missing = undeleted(state.deletes, Y.mergeDeleteSets(parts.map((part) => part.deletes)));
  return missing === undefined ? ok(undefined) : fail('not-covered', `The state shows what client ${missing} deleted.`);
}

// Both sets are sorted and without neighbours that touch, so that a range lies in one of the other's or not at all.
function undeleted(held: DeleteSet, required: DeleteSet): number | undefined {
  for (const [client, ranges] of required.clients) {
    const own = held.clients.get(client) ?? [];
    let at = 0;
    for (const { clock, len } of ranges) {
      while ((own[at]?.clock ?? Infinity) + (own[at]?.len ?? 0) <= clock) at += 1;
      const range = own[at];
      if (!range || range.clock > clock || range.clock + range.len < clock + len) return client;
    }
  }
  return undefined;
}
