import type { TakeRow } from '@studio/shared/document';
import type { GreatestIssued, IssueStore } from '../../../job-runner/database/issueStore.ts';
import { lockOfIntent } from './memoryIntents.ts';
import type { StoreLink } from './storeLink.ts';
import type { KeptTake, StoreTables } from './storeTables.ts';

/** Hears that a Take was issued. */
export type IssueListener = (take: KeptTake) => void;

/** Issued Takes in memory, by the same port as those in PostgreSQL. */
export function createMemoryIssues(tables: StoreTables, link: StoreLink, listener?: IssueListener): IssueStore {
  const issuedOf = (slot: string) => [...tables.takes.values()].filter((kept) => kept.slot === slot);
  return {
    issuedFor: (intentId) =>
      link.call(() => {
        const own = [...tables.takes.values()].filter((kept) => kept.intentId === intentId);
        return new Map<number, TakeRow>(own.map((kept) => [kept.index, kept.take]));
      }),
    issuing: ({ projectId, slotId, intentId }, work) => {
      const slot = `${projectId}/${slotId}`;
      return link.transaction([lockOfIntent(intentId), `slot/${slot}`], async (transaction) => {
        const kept = await transaction.read(() => tables.intents.get(intentId));
        return work({
          openAttempt: kept?.final === undefined ? kept?.attempt : undefined,
          find: (id, index) => transaction.read(() => tables.takes.get(`${id}.${index}`)?.take),
          greatest: (requestHash) => transaction.read(() => greatest(issuedOf(slot), requestHash)),
          put: (issued) =>
            transaction.stage(() => {
              const key = `${issued.intentId}.${issued.index}`;
              if (tables.takes.has(key)) throw new Error(`Take ${key} is issued already.`);
              tables.takes.set(key, { ...issued, slot });
              listener?.({ ...issued, slot });
            }),
        });
      });
    },
  };
}

function greatest(issued: readonly KeptTake[], requestHash: string): GreatestIssued {
  const same = issued.filter((kept) => kept.requestHash === requestHash).map((kept) => kept.take.version);
  return {
    versionOfRequest: same.length > 0 ? Math.max(...same) : null,
    version: Math.max(0, ...issued.map((kept) => kept.take.version)),
    number: Math.max(0, ...issued.map((kept) => kept.take.number)),
  };
}
