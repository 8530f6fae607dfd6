import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../../collab-server/storage/database.ts';
import type { JournalEntry } from '../../collab-server/storage/journalStore.ts';
import { createJournalWriter, type JournalWriter } from '../../collab-server/storage/journalWriter.ts';
import { migrate } from '../../collab-server/storage/migrate.ts';
import { createPostgresJournal } from '../../collab-server/storage/postgresJournal.ts';
import { startSyncServer } from '../../collab-server/sync/fixtures/syncServer.ts';
import { createTestAccess } from '../../collab-server/sync/fixtures/testAccess.ts';

// The control, which the checker must catch: the product's sync over a journal that says "stored" at once and stores
// behind it, in order, as soon as the database takes it. Nothing else is wrong with it.
const STORES_EVERY_MS = 250;

const database = openDatabase({ url: process.env['DATABASE_URL'] ?? '' });
await migrate(database.kysely);
const honest = createJournalWriter({ store: createPostgresJournal(database), clock: Date.now });
const behind: JournalEntry[] = [];
const hasty: JournalWriter = {
  append: async (entry) => {
    behind.push(entry);
  },
  settle: () => honest.settle(),
};
const server = await startSyncServer(database, createTestAccess(), { journal: hasty });
process.on('disconnect', () => process.exit(0));
process.send?.({ type: 'ready', url: server.url });

for (;;) {
  await delay(STORES_EVERY_MS);
  const batch = [...behind];
  try {
    await Promise.all(batch.map((entry) => honest.append(entry)));
    behind.splice(0, batch.length);
  } catch (error) {
    console.error('control.behind: it is tried again', error);
  }
}
