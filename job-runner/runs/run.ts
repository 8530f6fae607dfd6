import type { IntentRow, JobError, Quality } from '@studio/shared/document';
import type { ProjectSession } from '../documents/projectSession.ts';
import type { FrozenInputs } from '../generation/frozenInputs.ts';
import type { Logger } from '../logger.ts';

/** Why a run was told to stop; the reason of its signal. */
export type StopReason = 'cancelled' | 'shutdown' | 'lock-lost';

/** One attempt at an intent, as a processor gets it. */
export interface Run {
  readonly intent: IntentRow;
  readonly projectId: string;
  readonly quality: Quality;
  readonly notice: string;
  /** What it is made from; null for an intent that does not say what its person saw, which is made as things stand. */
  readonly frozen: FrozenInputs | null;
  /** Its number, from 1; only the newest may publish. */
  readonly attempt: number;
  readonly session: ProjectSession;
  /** Aborts with a `StopReason`. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Says that the run goes on at another tier, and why. */
  readonly fallBack: (quality: Quality, notice: string) => Promise<void>;
}

/** How a processor left a run. `stopped` follows its signal, `stale` means that another attempt has it. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: JobError }
  | { readonly kind: 'again'; readonly why: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'stale' };

/** Does the work of one run; throws only for bugs and `Unavailable`, after both of which it is tried again. */
export type Processor = (run: Run) => Promise<Outcome>;

/** The outcome of a run that cannot succeed however often it is tried. */
export function failed(reason: string, message: string): Outcome {
  return { kind: 'failed', error: { reason, message } };
}
