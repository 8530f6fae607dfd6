import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { rootMap, SCHEMA_VERSION } from '@studio/shared/document';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { TestDatabase } from '../../infra/testing/index.ts';
import { watchBystanders } from './fixtures/bystanders.ts';
import { writeFrame } from './fixtures/frames.ts';
import { createRandom, mutateFrames } from './fixtures/mutateFrames.ts';
import { openRawSocket, type RawSocket } from './fixtures/rawSocket.ts';
import { createSyncDatabase } from './fixtures/syncServer.ts';
import { ORIGIN } from './fixtures/testAccess.ts';
import { openClient, type TestClient } from './fixtures/testClient.ts';

// A failing run repeats with its frames by the seed that it printed: WIRE_FUZZ_SEED=… npx vitest run <this file>.
const SEED = Number(process.env['WIRE_FUZZ_SEED'] ?? randomInt(2 ** 31));
const FRAMES = Number(process.env['WIRE_FUZZ_FRAMES'] ?? 50_000);
const SOCKETS = 4;
/** What is sent before its effect is waited for, and how often one socket does so. */
const FRAMES_A_TURN = 12;
const TURNS_A_LIFE = 40;
/**
 * What the fuzz may cost others' usual edit, against a pair that works at the same time on a server that nobody fuzzes.
 * The slowest of a hundred are measured by `npm run bench:hostile`: here the processor is shared with other tests.
 */
const P50_COST_MS = 50;
/** Garbage is collected late; what stays would show in the second half, or fill the heap that servers have here. */
const GROWTH_BYTES = 128 * 2 ** 20;
const HEAP_MIB = 256;

let database: TestDatabase;
let server: ChildProcess;
let url: string;
/** A server of its own for comparison. */
let quietServer: ChildProcess;
let quietUrl: string;

beforeAll(async () => {
  database = await createSyncDatabase();
  [server, url] = await startProcess(database.url);
  [quietServer, quietUrl] = await startProcess(database.url);
});
afterAll(async () => {
  server.kill('SIGKILL');
  quietServer.kill('SIGKILL');
  await database.drop();
});

async function startProcess(databaseUrl: string): Promise<[ChildProcess, string]> {
  const main = fileURLToPath(new URL('fixtures/serverProcess.ts', import.meta.url));
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MIB}`, main, databaseUrl], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return [child, `ws://127.0.0.1:${String(port).trim()}/collab`];
}

/** One who edits and one who reads, with nobody of their own name among those who misbehave. */
async function openPair(at: string, name: string): Promise<[TestClient, TestClient]> {
  const pair: [TestClient, TestClient] = [openClient(at, 'ada', name), openClient(at, 'service', name, { origin: '' })];
  await expect.poll(() => pair.every((client) => client.isSaved()), { timeout: 8000 }).toBe(true);
  return pair;
}

/** What two providers send while their people edit, move their cursors and leave. */
async function recordSession(name: string): Promise<readonly Uint8Array[]> {
  const frames: Uint8Array[] = [];
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function record(this: WebSocket, frame: Uint8Array) {
    frames.push(new Uint8Array(frame));
    send.call(this, frame, {});
  };
  const pair: TestClient[] = [];
  const untilSaved = () =>
    expect.poll(() => pair.every((client) => client.isSaved()), { timeout: 8000, interval: 10 }).toBe(true);
  try {
    // One after the other and under clients that the seed names: the same seed records the same frames.
    for (const [at, token] of ['ada', 'ben'].entries()) {
      const doc = Object.assign(new Y.Doc(), { clientID: SEED + at });
      const client = openClient(url, token, name, { doc });
      pair.push(client);
      await untilSaved();
      client.provider.awareness?.setLocalState({ cursor: { x: 1, y: 2 } });
      client.provider.sendStateless('{"type":"preview"}');
      for (let draft = 0; draft < 20; draft += 1) rootMap(doc, 'meta').set('title', `Draft ${draft}`);
      rootMap(doc, 'nodes').set(name, new Y.Map(Object.entries({ type: 'shot', label: 'A shot' })));
      await untilSaved();
      client.provider.forceSync();
      await untilSaved();
    }
  } finally {
    for (const client of pair) client.destroy();
    WebSocket.prototype.send = send;
  }
  expect(frames.length).toBeGreaterThan(40);
  return frames.sort(Buffer.compare);
}

// A name of a project that a seed decides.
function nameOf(seed: number): string {
  return `project/00000000-0000-4000-8000-${seed.toString(16).padStart(12, '0')}`;
}

/** Sends mutated frames until its share has reached the server, over a socket after the other: the server ends most. */
async function sendShare(recorded: readonly Uint8Array[], share: number, seed: number, name: string): Promise<number> {
  const random = createRandom(seed);
  const token = writeFrame(name, 2, 0, 'ben');
  let reached = 0;
  while (reached < share) {
    const raw = await openFuzzSocket();
    for (let turns = 0; turns < TURNS_A_LIFE && raw.isOpen() && reached < share; turns += 1) {
      // Most frames break what they reach; only who is let in again reaches it again.
      raw.send(token);
      const frames = Array.from({ length: FRAMES_A_TURN }, () => mutateFrames(recorded, random)).flat();
      for (const frame of frames) raw.send(frame);
      await raw.drained();
      // What follows the frame that ended the socket is not read.
      reached += raw.isOpen() ? frames.length : 1;
    }
    raw.close();
  }
  return reached;
}

async function openFuzzSocket(): Promise<RawSocket> {
  const raw = openRawSocket(`${url}?schema=${SCHEMA_VERSION}`, { origin: ORIGIN });
  await raw.opened();
  return raw;
}

function residentBytes(): number {
  const [, pages = '0'] = readFileSync(`/proc/${server.pid}/statm`, 'utf8').split(' ');
  return Number(pages) * 4096;
}

interface Round {
  readonly frames: number;
  readonly bytes: number;
}

const quantile = (sorted: readonly number[], part: number) => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;

test(`${FRAMES} broken frames end no server and hold up nobody`, async () => {
  console.log(`seed ${SEED}`);
  const name = nameOf(SEED);
  const recorded = await recordSession(name);
  const [writer, reader] = await openPair(url, name);
  const undisturbed = await openPair(quietUrl, `project/${randomUUID()}`);
  const [bystanders, others] = [watchBystanders(writer, reader), watchBystanders(...undisturbed)];
  const rounds: Round[] = [];
  for (const round of [1, 2]) {
    const seeds = Array.from({ length: SOCKETS }, (_, at) => SEED + SOCKETS * round + at);
    const shares = await Promise.all(seeds.map((seed) => sendShare(recorded, FRAMES / 2 / SOCKETS, seed, name)));
    rounds.push({ frames: shares.reduce((sum, share) => sum + share, 0), bytes: residentBytes() });
  }
  const [latencies, quiet] = await Promise.all([bystanders.stop(), others.stop()]);
  const [p50, p99, quietP50, quietP99] = [latencies, quiet].flatMap((all) => [
    quantile(all, 0.5),
    quantile(all, 0.99),
  ]) as [number, number, number, number];
  const [first, second] = rounds as [Round, Round];
  const growth = second.bytes - first.bytes;
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  console.log(
    `${first.frames + second.frames} frames; ${latencies.length} edits beside: p50 ${ms(p50)}, p99 ${ms(p99)}; on the ` +
      `other server ${ms(quietP50)}, ${ms(quietP99)}; ${growth >> 20} MiB more in the second half`,
  );
  expect([server.exitCode, server.signalCode], `seed ${SEED}`).toEqual([null, null]);
  expect(first.frames + second.frames).toBeGreaterThanOrEqual(FRAMES);
  expect(p50, `seed ${SEED}`).toBeLessThan(quietP50 + P50_COST_MS);
  expect(growth, `seed ${SEED}`).toBeLessThan(GROWTH_BYTES);
  // Those who came for the first time see what those see who were there.
  const late = openClient(url, 'ada', name);
  await expect.poll(() => late.isSaved() && writer.isSaved(), { timeout: 8000 }).toBe(true);
  const held = (doc: typeof late.doc) => rootMap(doc, 'meta').toJSON();
  await expect.poll(() => held(reader.doc), { timeout: 8000 }).toEqual(held(writer.doc));
  expect(held(late.doc)).toEqual(held(writer.doc));
  for (const client of [writer, reader, late, ...undisturbed]) client.destroy();
}, 120_000);
