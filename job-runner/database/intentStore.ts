import type { IntentRow, Quality } from '@studio/shared/document';
import type { FrozenInputs } from '../generation/frozenInputs.ts';
import type { QueueName } from '../queue/jobQueue.ts';

/** An intent that this side has accepted: what was asked, and where it runs. */
export interface AcceptedIntent {
  readonly intent: IntentRow;
  readonly projectId: string;
  readonly queue: QueueName;
  readonly quality: Quality;
  readonly notice: string;
  /** Lower runs first, from 1. */
  readonly priority: number;
  readonly attempt: number;
  /** What the run is made from; null until it is known, and for an intent that does not say what its person saw. */
  readonly frozen: FrozenInputs | null;
  /** It is never queued (again): it has ended, or a person is asked. */
  readonly isFinal: boolean;
  /** A person is asked whether it should run. */
  readonly isAsked: boolean;
}

/** The final states an intent can be settled with. */
export type FinalState = 'done' | 'failed' | 'cancelled';

/** A run that has ended, as our table says. */
export interface SettledIntent {
  readonly accepted: AcceptedIntent;
  readonly state: FinalState;
}

/** The intents that were accepted: the queue can be rebuilt from them. */
export interface IntentStore {
  /** Accepts an intent; one that was accepted before keeps what it was given then. Returns what stands. */
  accept(accepted: Omit<AcceptedIntent, 'attempt' | 'isFinal'>): Promise<AcceptedIntent>;
  /** The accepted intent of that id. */
  find(intentId: string): Promise<AcceptedIntent | undefined>;
  /** How many jobs of that person wait or run: the more, the later the next one comes. */
  countOpen(personId: string): Promise<number>;
  /** Intents without a final state that were accepted at least `ageMs` ago, the oldest first. */
  listOpen(ageMs: number): Promise<readonly AcceptedIntent[]>;
  /** Notes the tier that a run fell back to. */
  changeTier(intentId: string, quality: Quality, notice: string): Promise<void>;
  /** Settles an intent that is open or asks, for ever; it is never queued again. Returns the state that stands. */
  settle(intentId: string, state: FinalState): Promise<FinalState>;
  /** Intents that were settled at most `ageMs` ago. */
  listSettled(ageMs: number): Promise<readonly SettledIntent[]>;
  /** Makes an intent the answer to one that asks, unless there is one already; returns the answer that stands. */
  claimAnswer(askedId: string, answerId: string): Promise<string>;
  /** Remembers that an intent is no longer wanted, known or not. */
  cancel(intentId: string): Promise<void>;
  /** True when somebody cancelled the intent. */
  isCancelled(intentId: string): Promise<boolean>;
}
