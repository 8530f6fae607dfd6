import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { SCHEMA_VERSION } from '@studio/shared/document';
import pg from 'pg';
import * as Y from 'yjs';
import { atLeast, atMost } from '../figures.ts';
import type { RowPlan, ServersRow } from '../row.ts';
import { joinAsEditor } from '../steadyEditor.ts';
import { enterQuietly, type QuietClient } from '../quietClient.ts';
import { type StudioOfServers, startStudioOfServers } from '../studioOfServers.ts';

const AT_ONCE = 40;
const DELIVERED_WITHIN_MS = 60_000;
const UNLOADED_WITHIN_MS = 20_000;
const REOPENED = 20;

/** Very many open documents with two sockets each on one server; all are left, and some opened again. */
export const capacityRow: ServersRow = {
  name: 'capacity',
  description: '1,000 open documents and 2,000 sockets on one server; they unload and come back',
  run,
};

async function run({ isShort, environment, say }: RowPlan) {
  const documents = isShort ? 60 : 1000;
  const studio = await startStudioOfServers({ servers: 1, editors: 1, kind: 'product' }, environment);
  try {
    const projects = await insertProjects(studio.databaseUrl, documents);
    const restBytes = await memoryOf(studio);
    const began = performance.now();
    const pairs = await openPairs(studio, projects);
    const openMs = performance.now() - began;
    const fullBytes = await memoryOf(studio);
    say(`capacity: ${documents} documents open after ${(openMs / 1000).toFixed(1)} s`);
    const delivered = await editEach(pairs);
    const held = await documentsOf(studio);
    const open = pairs.flat().filter((client) => client.isOpen()).length;
    for (const client of pairs.flat()) client.close();
    const left = await untilUnloaded(studio);
    const returned = await reopen(studio, projects.slice(0, REOPENED));
    return [
      atLeast('capacity.documents', 'documents', held, documents),
      atLeast('capacity.sockets', 'sockets', open, 2 * documents),
      atLeast('capacity.delivered', 'documents', delivered, documents),
      atMost('capacity.staying', 'documents', left, 0),
      atLeast('capacity.returned', 'documents', returned, Math.min(REOPENED, documents)),
      atMost('capacity.open', 'ms', openMs / (2 * documents), 25),
      atMost('capacity.perSocket', 'kB', (fullBytes - restBytes) / (2 * documents) / 1000, 100),
    ];
  } finally {
    await studio.stop();
  }
}

async function insertProjects(databaseUrl: string, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    "insert into projects (id, title, created_at, changed_at) select id, 'Bench', now(), now() from unnest($1::uuid[]) as new(id)",
    [ids],
  );
  await client.end();
  return ids;
}

async function openPairs(studio: StudioOfServers, projects: readonly string[]): Promise<readonly QuietClient[][]> {
  const pairs: QuietClient[][] = [];
  for (let from = 0; from < projects.length; from += AT_ONCE) {
    const some = projects.slice(from, from + AT_ONCE).map((project) => {
      const seat = {
        port: studio.servers[0]?.port ?? 0,
        path: `/collab?schema=${SCHEMA_VERSION}`,
        document: `project/${project}`,
        token: studio.serviceKey,
      };
      return Promise.all([enterQuietly(seat), enterQuietly(seat)]);
    });
    pairs.push(...(await Promise.all(some)));
  }
  return pairs;
}

/** One edit in each document; returns in how many the other socket was sent something for it. */
async function editEach(pairs: readonly QuietClient[][]): Promise<number> {
  const heardBefore = pairs.map(([, reader]) => longFrames(reader));
  for (const [writer] of pairs) {
    const doc = new Y.Doc();
    doc.getMap('nodes').set('written', 1);
    writer?.edit(Y.encodeStateAsUpdate(doc));
  }
  const deadline = performance.now() + DELIVERED_WITHIN_MS;
  for (;;) {
    const delivered = pairs.filter(([, reader], index) => longFrames(reader) > (heardBefore[index] ?? 0)).length;
    if (delivered === pairs.length || performance.now() > deadline) return delivered;
    await delay(20);
  }
}

/** Frames that are more than a beat. */
function longFrames(client: QuietClient | undefined): number {
  return client?.frames.filter((frame) => frame.length > 1).length ?? 0;
}

async function untilUnloaded(studio: StudioOfServers): Promise<number> {
  const deadline = performance.now() + UNLOADED_WITHIN_MS;
  for (;;) {
    const left = await documentsOf(studio);
    if (left === 0 || performance.now() > deadline) return left;
    await delay(100);
  }
}

async function reopen(studio: StudioOfServers, projects: readonly string[]): Promise<number> {
  let returned = 0;
  for (const project of projects) {
    const url = `ws://127.0.0.1:${studio.servers[0]?.port}/collab?schema=${SCHEMA_VERSION}`;
    const place = { url, document: `project/${project}`, root: 'nodes', token: studio.serviceKey };
    const reader = await joinAsEditor(place, 'reader');
    if (reader.doc.getMap('nodes').get('written') === 1) returned += 1;
    reader.leave();
  }
  return returned;
}

async function documentsOf(studio: StudioOfServers): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${studio.servers[0]?.port}/metrics`);
  return Number(/^studio_sync_documents (\d+)/m.exec(await response.text())?.[1] ?? Number.NaN);
}

async function memoryOf(studio: StudioOfServers): Promise<number> {
  return (await studio.servers[0]?.memoryBytes()) ?? 0;
}
