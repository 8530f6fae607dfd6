import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../../collab-server/storage/database.ts';
import { createJournalWriter, type JournalWriter } from '../../collab-server/storage/journalWriter.ts';
import { migrate } from '../../collab-server/storage/migrate.ts';
import { createPostgresJournal } from '../../collab-server/storage/postgresJournal.ts';
import { startSyncServer } from '../../collab-server/sync/fixtures/syncServer.ts';
import { createTestAccess } from '../../collab-server/sync/fixtures/testAccess.ts';
import { connectRedis } from '../../collab-server/sync/redisLink.ts';

// A server that a check must catch: the product's sync with one thing wrong, by CONTROL.
//   hasty       acknowledges at once and stores a second later: what it said before it died is lost
//   unfollowed  looks into the journal for what the other servers did not pass on once in an hour
const STORES_AFTER_MS = 1000;
const HOUR_MS = 3_600_000;

const { DATABASE_URL = '', REDIS_URL = '', CONTROL = '' } = process.env;
const database = openDatabase({ url: DATABASE_URL, onIdleError: () => undefined });
await migrate(database.kysely);
const store = createPostgresJournal(database);
const honest = createJournalWriter({ store, clock: Date.now });
const hasty: JournalWriter = {
  append: async (entry) => {
    void delay(STORES_AFTER_MS).then(() => honest.append(entry));
  },
  settle: () => honest.settle(),
};
const server = await startSyncServer(database, createTestAccess(), {
  openRedis: () => connectRedis(REDIS_URL),
  journal: CONTROL === 'hasty' ? hasty : honest,
  ...(CONTROL === 'unfollowed' ? { limits: { followIntervalMs: HOUR_MS, followUnlinkedMs: HOUR_MS } } : {}),
});
process.on('disconnect', () => process.exit(0));
process.send?.({ type: 'ready', url: server.url });
