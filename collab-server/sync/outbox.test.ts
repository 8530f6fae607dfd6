import { randomUUID } from 'node:crypto';
import { cancelIntent, requestTakes, rootMap } from '@studio/shared/document';
import { OUTBOX_CHANNEL } from '@studio/shared/jobs';
import pg from 'pg';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { useSyncServer } from './fixtures/useSyncServer.ts';

const bench = useSyncServer();
const soon = { timeout: 5000 };
const ADA = { id: 'ada', name: 'Ada' };

test('an intent and its cancellation reach the outbox once, however often the update is sent', async () => {
  const listener = new pg.Client({ connectionString: bench.databaseUrl() });
  await listener.connect();
  let notices = 0;
  listener.on('notification', () => {
    notices += 1;
  });
  await listener.query(`listen ${OUTBOX_CHANNEL}`);
  const projectId = randomUUID();
  const name = `project/${projectId}`;
  const ada = bench.open('ada', name);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  rootMap(ada.doc, 'nodes').set('n', new Y.Map([['type', 'shot']]));
  const id = randomUUID();
  requestTakes(ada.doc, {
    id,
    kind: 'take',
    nodeId: 'n',
    seeds: [7],
    quality: 'low',
    requestedBy: ADA,
    requestedAt: 1,
  });
  cancelIntent(ada.doc, id, ADA, 2);
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  await expect.poll(() => notices, soon).toBeGreaterThan(0);
  // Everything once more, as one update, from a replica under another name and over another server.
  const other = await bench.startServer();
  const again = bench.open('ben', name, { doc: new Y.Doc() }, other);
  Y.applyUpdate(again.doc, Y.encodeStateAsUpdate(ada.doc));
  ada.provider.forceSync();
  await expect.poll(() => ada.isSaved() && again.isSaved(), soon).toBe(true);
  const rows = await bench
    .database()
    .kysely.selectFrom('outbox')
    .selectAll()
    .where('project_id', '=', projectId)
    .orderBy('id')
    .execute();
  expect(rows.map((row) => [row.kind, row.key, row.handed_at])).toEqual([
    ['intent', id, null],
    ['cancellation', id, null],
  ]);
  expect(rows[0]?.payload).toMatchObject({ nodeId: 'n', seeds: [7], requestedBy: ADA });
  await listener.end();
});

test("an intent in another's name is refused, told, and never stored", async () => {
  const projectId = randomUUID();
  const ben = bench.open('ben', `project/${projectId}`);
  await expect.poll(() => ben.isSaved(), soon).toBe(true);
  const forged = { kind: 'take', nodeId: 'n', seeds: [7], quality: 'low', requestedBy: ADA, requestedAt: 1 };
  rootMap(ben.doc, 'intents').set(randomUUID(), forged);
  await expect.poll(() => ben.denials, soon).toEqual(['invalid']);
  expect(await bench.journalOf(`project/${projectId}`)).toEqual([]);
  const metrics = await bench.server().metrics.metrics();
  expect(metrics).toContain('studio_sync_refused_total{reason="invalid"} 1');
});
