import type { AttemptStore } from '../../../job-runner/database/attemptStore.ts';
import type { AcceptedIntent, IntentStore } from '../../../job-runner/database/intentStore.ts';
import type { StoreLink } from './storeLink.ts';
import type { KeptIntent, StoreTables } from './storeTables.ts';

/** The lock under which an intent's row changes. */
export const lockOfIntent = (intentId: string) => `intent/${intentId}`;

/** Accepted intents in memory, by the same port as those in PostgreSQL. */
export function createMemoryIntents(tables: StoreTables, link: StoreLink, clock: () => number): IntentStore {
  const { intents, cancellations } = tables;
  return {
    accept: (accepted) => {
      const acceptedAt = clock();
      return link.call(() => {
        const { isAsked, ...rest } = accepted;
        const { intent } = rest;
        const final = isAsked ? 'asked' : undefined;
        const kept = intents.get(intent.id) ?? { ...rest, attempt: 0, final, acceptedAt };
        intents.set(intent.id, kept);
        return toAccepted(kept);
      });
    },
    find: (intentId) =>
      link.call(() => {
        const kept = intents.get(intentId);
        return kept && toAccepted(kept);
      }),
    countOpen: (personId) =>
      link.call(() => [...intents.values()].filter((kept) => isOpen(kept) && isOf(kept, personId)).length),
    listOpen: (ageMs) => {
      const before = clock() - ageMs;
      return link.call(() =>
        [...intents.values()].filter((kept) => isOpen(kept) && kept.acceptedAt <= before).map(toAccepted),
      );
    },
    changeTier: (intentId, quality, notice) =>
      link.locked(lockOfIntent(intentId), () => {
        const kept = intents.get(intentId);
        if (kept) intents.set(intentId, { ...kept, quality, notice });
      }),
    settle: (intentId, state) => {
      const settledAt = clock();
      return link.locked(lockOfIntent(intentId), () => {
        const kept = intents.get(intentId);
        if (kept && (isOpen(kept) || kept.final === 'asked')) Object.assign(kept, { final: state, settledAt });
        return kept?.final === undefined || kept.final === 'asked' ? state : kept.final;
      });
    },
    listSettled: (ageMs) => {
      const since = clock() - ageMs;
      return link.call(() =>
        [...intents.values()].flatMap((kept) => {
          const { final, settledAt = 0 } = kept;
          const isSettled = final !== undefined && final !== 'asked' && settledAt >= since;
          return isSettled ? [{ accepted: toAccepted(kept), state: final }] : [];
        }),
      );
    },
    claimAnswer: (askedId, answerId) =>
      link.call(() => {
        const standing = tables.answers.get(askedId) ?? answerId;
        tables.answers.set(askedId, standing);
        return standing;
      }),
    cancel: (intentId) => link.call(() => void cancellations.add(intentId)),
    isCancelled: (intentId) => link.call(() => cancellations.has(intentId)),
  };
}

/** Attempts in memory; prompts of workers are not among them: a simulated worker forgets with its run. */
export function createMemoryAttempts(
  tables: StoreTables,
  link: StoreLink,
  onBegin?: (intentId: string, attempt: number) => void,
): Pick<AttemptStore, 'begin' | 'end' | 'isNewest'> {
  const { intents } = tables;
  return {
    begin: (intentId) =>
      link.locked(lockOfIntent(intentId), () => {
        const kept = intents.get(intentId);
        if (!kept) throw new Error(`Intent ${intentId} was never accepted.`);
        kept.attempt += 1;
        onBegin?.(intentId, kept.attempt);
        return kept.attempt;
      }),
    end: () => link.call(() => undefined),
    isNewest: (intentId, attempt) =>
      link.call(() => {
        const kept = intents.get(intentId);
        return kept !== undefined && isOpen(kept) && kept.attempt === attempt;
      }),
  };
}

function isOpen(kept: KeptIntent): boolean {
  return kept.final === undefined;
}

function isOf(kept: KeptIntent, personId: string): boolean {
  return kept.intent.requestedBy.id === personId;
}

function toAccepted({ final, acceptedAt: _acceptedAt, settledAt: _settledAt, ...kept }: KeptIntent): AcceptedIntent {
  return { ...kept, isFinal: final !== undefined, isAsked: final === 'asked' };
}
