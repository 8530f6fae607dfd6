import { randomUUID } from 'node:crypto';
import { rootMap, SCHEMA_VERSION } from '@studio/shared/document';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { watchBystanders } from './fixtures/bystanders.ts';
import { writeFrame } from './fixtures/frames.ts';
import { ORIGIN } from './fixtures/testAccess.ts';
import type { TestServer } from './fixtures/syncServer.ts';
import { useSyncServer } from './fixtures/useSyncServer.ts';

const WAITING_BYTES = 512 * 1024;
const bench = useSyncServer({ limits: { waitingBytes: WAITING_BYTES } });
const soon = { timeout: 10_000 };
const EDIT = 'x'.repeat(1_000_000);
/** More than the kernel keeps for a reader that stands still. */
const EDITS = 8;
/** What others may wait longer for because of it; of half of their edits, as on a shared machine a few are always late. */
const COST_MS = 100;

/** Joins a document and then reads nothing more. */
async function joinAndStandStill(server: TestServer, name: string): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url}?schema=${SCHEMA_VERSION}`, { origin: ORIGIN });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(writeFrame(name, 2, 0, 'ben'));
  socket.send(writeFrame(name, 0, 0, Uint8Array.of(0)));
  await new Promise((resolve) => socket.once('message', resolve));
  socket.on('error', () => undefined);
  socket.pause();
  return socket;
}

async function cutOffBy(server: TestServer): Promise<number> {
  const refused = await server.metrics.getSingleMetric('studio_sync_refused_total')?.get();
  return refused?.values.find(({ labels }) => labels['reason'] === 'behind')?.value ?? 0;
}

async function editBesides(server: TestServer, hasStandstill: boolean): Promise<number> {
  const name = `project/${randomUUID()}`;
  const [ada, ben, writer] = [1, 2, 3].map(() => bench.open('ada', name, {}, server));
  if (!ada || !ben || !writer) throw new Error('Three clients were opened.');
  await expect.poll(() => [ada, ben, writer].every((client) => client.isSaved()), soon).toBe(true);
  const still = hasStandstill ? await joinAndStandStill(server, name) : undefined;
  const bystanders = watchBystanders(ada, ben);
  for (let edit = 0; edit < EDITS; edit += 1) {
    rootMap(writer.doc, 'meta').set('title', `${edit} ${EDIT}`);
    await expect.poll(() => writer.isSaved(), { ...soon, interval: 5 }).toBe(true);
  }
  const latencies = await bystanders.stop();
  expect(rootMap(ben.doc, 'meta').get('title')).toContain(`${EDITS - 1} `);
  still?.terminate();
  return latencies[Math.floor(latencies.length / 2)] ?? Number.NaN;
}

test('a reader that stands still is cut off, and the others do not notice', async () => {
  const alone = await editBesides(bench.server(), false);
  expect(await cutOffBy(bench.server())).toBe(0);
  const beside = await editBesides(bench.server(), true);
  expect(await cutOffBy(bench.server())).toBe(1);
  expect(beside).toBeLessThan(alone + COST_MS);
}, 120_000);

test('the control: without the limit the server keeps all that it does not read', async () => {
  const patient = await bench.startServer({ limits: { waitingBytes: Number.POSITIVE_INFINITY } });
  await editBesides(patient, true);
  expect(await cutOffBy(patient)).toBe(0);
}, 120_000);
