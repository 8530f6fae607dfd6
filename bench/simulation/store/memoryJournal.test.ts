import { testJournal } from '../../../collab-server/storage/testing/journalContract.ts';
import { createDirectLink } from './directLink.ts';
import { createMemoryJournal } from './memoryJournal.ts';
import { StoreTables } from './storeTables.ts';

const tables = new StoreTables();
const journal = createMemoryJournal(tables, createDirectLink(tables.locks));

testJournal('memory', {
  store: () => journal,
  outboxOf: async (projectId) =>
    [...tables.outbox.values()].filter((row) => row.projectId === projectId).map((row) => row.key),
});
