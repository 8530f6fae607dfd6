import type { StoreLink, Transaction } from './storeLink.ts';
import type { Locks } from './locks.ts';

/** A link without a network: every answer comes, at once. */
export function createDirectLink(locks: Locks): StoreLink {
  return {
    call: async (work) => work(),
    commit: async (arrive) => arrive()(),
    async transaction(keys, work) {
      const releases: (() => void)[] = [];
      try {
        for (const key of keys) releases.push(await locks.acquire(key));
        const staged: (() => void)[] = [];
        const transaction: Transaction = {
          read: async (read) => read(),
          stage: async (change) => void staged.push(change),
        };
        const answer = await work(transaction);
        for (const change of staged) change();
        return answer;
      } finally {
        for (const release of releases) release();
      }
    },
    async locked(lock, work) {
      const release = await locks.acquire(lock);
      try {
        return work();
      } finally {
        release();
      }
    },
  };
}
