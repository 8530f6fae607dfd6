import type { IntentRow, SeenInputs } from '../document/index.ts';
import { changedParts, partWords } from './runInputs.ts';

/** What becomes of an intent whose inputs were compared with what its person saw. */
export type InputVerdict =
  | { readonly kind: 'run'; readonly notice: string }
  /** A person has to say whether it should run with the new inputs; `changed` names the parts. */
  | { readonly kind: 'ask'; readonly changed: readonly string[] };

/**
 * Younger than this, an intent was asked for by somebody who was there: what changed in the moment between is a colleague's
 * next keystroke, or their own. Longer than a healthy wire ever takes, shorter than a dead one is believed alive.
 */
export const ASK_AFTER_MS = 20_000;

/**
 * Decides whether a run may begin. `now` is the fingerprint of the inputs as the project has them, or undefined when the
 * node cannot run at all, which the run itself then says. An intent of an older client carries none and runs.
 */
export function judgeInputs(
  intent: Pick<IntentRow, 'inputs' | 'isApart' | 'requestedAt'>,
  now: SeenInputs | undefined,
  nowMs: number,
): InputVerdict {
  if (!intent.inputs || !now) return { kind: 'run', notice: '' };
  const changed = changedParts(intent.inputs, now);
  if (changed.length === 0) return { kind: 'run', notice: '' };
  const isLate = nowMs - intent.requestedAt > ASK_AFTER_MS;
  if (intent.isApart === true || isLate) return { kind: 'ask', changed };
  return {
    kind: 'run',
    notice: `Changed in the moment it was asked for: ${partWords(changed)}. Made with the newest.`,
  };
}
