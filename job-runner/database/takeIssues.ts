import type { TakeRow } from '@studio/shared/document';
import { fail, ok, type Result } from '@studio/shared/result';
import type { IssueStore } from './issueStore.ts';

/** A Take that asks for its version, number and name. */
export interface TakeToIssue {
  readonly projectId: string;
  readonly intentId: string;
  readonly index: number;
  readonly attempt: number;
  readonly slotId: string;
  /** What the request was, without the seed: equal hashes share a version. */
  readonly requestHash: string;
  /** The greatest version and number that the ledger shows for the slot, wherever they came from. */
  readonly known: { readonly version: number; readonly number: number };
  readonly complete: (issued: { readonly version: number; readonly number: number }) => TakeRow;
}

/** Issues Takes: numbers that are never given twice, and for an intent and index always the same Take. */
export class TakeIssues {
  readonly #store: IssueStore;

  constructor(store: IssueStore) {
    this.#store = store;
  }

  /** The Takes already issued for an intent, by index. */
  issuedFor(intentId: string): Promise<ReadonlyMap<number, TakeRow>> {
    return this.#store.issuedFor(intentId);
  }

  /** Issues a Take; refuses as `stale` when a later attempt began: then somebody else makes it. */
  issue(wanted: TakeToIssue): Promise<Result<TakeRow, 'stale'>> {
    const { intentId, index, attempt, requestHash, known } = wanted;
    return this.#store.issuing(wanted, async (slot) => {
      if (slot.openAttempt !== attempt) {
        return fail('stale', 'Another runner took this job over; this result is not used.');
      }
      const stored = await slot.find(intentId, index);
      if (stored) return ok(stored);
      const found = await slot.greatest(requestHash);
      const take = wanted.complete({
        version: found.versionOfRequest ?? Math.max(found.version, known.version) + 1,
        number: Math.max(found.number, known.number) + 1,
      });
      await slot.put({ intentId, index, attempt, requestHash, take });
      return ok(take);
    });
  }
}
