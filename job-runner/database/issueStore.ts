import type { TakeRow } from '@studio/shared/document';

/** A Take as it was issued. */
export interface IssuedTake {
  readonly intentId: string;
  readonly index: number;
  readonly attempt: number;
  /** What the request was, without the seed. */
  readonly requestHash: string;
  readonly take: TakeRow;
}

/** What was issued for a slot so far; 0 where nothing was. */
export interface GreatestIssued {
  /** The version that this request has already. */
  readonly versionOfRequest: number | null;
  readonly version: number;
  readonly number: number;
}

/** A slot and an intent while nobody else issues for them and no attempt at the intent begins or ends. */
export interface IssuingSlot {
  /** The newest attempt at the intent; undefined when it has ended or was never accepted. */
  readonly openAttempt: number | undefined;
  find(intentId: string, index: number): Promise<TakeRow | undefined>;
  greatest(requestHash: string): Promise<GreatestIssued>;
  put(issued: IssuedTake): Promise<void>;
}

/** For whom a Take is issued: an intent, by one of its attempts, in a slot of a project. */
export interface IssuePlace {
  readonly projectId: string;
  readonly slotId: string;
  readonly intentId: string;
  readonly attempt: number;
}

/** Where issued Takes are kept. */
export interface IssueStore {
  issuedFor(intentId: string): Promise<ReadonlyMap<number, TakeRow>>;
  /** Runs `work` alone for its intent and slot; what it put is there when this resolves, and undone when it rejects. */
  issuing<Value>(place: IssuePlace, work: (slot: IssuingSlot) => Promise<Value>): Promise<Value>;
}
