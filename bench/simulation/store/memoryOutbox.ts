import type { OutboxStore } from '../../../job-runner/database/outboxStore.ts';
import type { StoreLink } from './storeLink.ts';
import type { KeptOutboxRow, StoreTables } from './storeTables.ts';

/** The outbox in memory, by the same port as the one in PostgreSQL. */
export function createMemoryOutbox(tables: StoreTables, link: StoreLink): OutboxStore {
  const lockOf = (row: KeptOutboxRow) => `outbox/${row.id}`;
  return {
    async handOldest(aside, handle) {
      const row = await link.call(() =>
        [...tables.outbox.values()].find(
          (one) => !one.isHanded && !aside.includes(one.id) && !tables.locks.isHeld(lockOf(one)),
        ),
      );
      if (!row) return false;
      return link.transaction([lockOf(row)], async (transaction) => {
        // Taken by another between the look and the lock: there may be more.
        if (await transaction.read(() => row.isHanded)) return true;
        if (await handle(row)) {
          await transaction.stage(() => {
            row.isHanded = true;
          });
        }
        return true;
      });
    },
  };
}
