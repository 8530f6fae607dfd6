import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { rootMap } from '@studio/shared/document';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { TestDatabase } from '../../infra/testing/index.ts';
import { createSyncDatabase } from './fixtures/syncServer.ts';
import { openClient, type TestClient } from './fixtures/testClient.ts';

type Mode = 'honest' | 'acknowledges-first';
interface Served {
  readonly url: string;
  kill(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('./fixtures/serverProcess.ts', import.meta.url));
const ROUNDS = 4;
const processes: ChildProcess[] = [];
const clients: TestClient[] = [];
let scratch: TestDatabase;

beforeAll(async () => {
  scratch = await createSyncDatabase();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  for (const child of processes.splice(0)) child.kill('SIGKILL');
});
afterAll(() => scratch.drop());

async function serve(mode: Mode): Promise<Served> {
  const child = spawn(process.execPath, [SCRIPT, scratch.url, mode], { stdio: ['pipe', 'pipe', 'inherit'] });
  processes.push(child);
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(String(line).trim()));
    child.once('exit', () => reject(new Error('The server process ended before it listened.')));
  });
  return {
    url: `ws://127.0.0.1:${port}/collab`,
    async kill() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function open(url: string, name: string): TestClient {
  const client = openClient(url, 'ada', name);
  clients.push(client);
  return client;
}

/** Edits until killed at some moment; returns how many edits were acknowledged and are gone afterwards. */
async function lostByKill(mode: Mode, name: string, round: number): Promise<{ acknowledged: number; lost: number }> {
  const served = await serve(mode);
  const writer = open(served.url, name);
  await expect.poll(() => writer.isSaved(), { timeout: 10_000 }).toBe(true);
  let written = 0;
  let acknowledged = 0;
  writer.provider.on('unsyncedChanges', ({ number }: { number: number }) => {
    // Acknowledgements come in the order of the edits.
    acknowledged = Math.max(acknowledged, written - number);
  });
  const until = performance.now() + 150 + round * 137;
  // On a busy machine nothing may be acknowledged by then; the test would show nothing.
  while (performance.now() < until || acknowledged <= 10) {
    written += 1;
    rootMap(writer.doc, 'meta').set(`round${round}edit${written}`, written);
    await delay(3);
  }
  await served.kill();
  // The writer goes too: with it, its copy of the edits.
  writer.destroy();
  const after = await serve('honest');
  const reader = open(after.url, name);
  await expect.poll(() => reader.isSaved(), { timeout: 10_000 }).toBe(true);
  const kept = rootMap(reader.doc, 'meta');
  let lost = 0;
  for (let edit = 1; edit <= acknowledged; edit += 1) if (!kept.has(`round${round}edit${edit}`)) lost += 1;
  await after.kill();
  return { acknowledged, lost };
}

test('what was acknowledged is there after the server is killed', { timeout: 60_000 }, async () => {
  const name = `project/${randomUUID()}`;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { acknowledged, lost } = await lostByKill('honest', name, round);
    expect(acknowledged).toBeGreaterThan(10);
    expect(lost).toBe(0);
  }
});

test('this test catches a server that acknowledges before it stores', { timeout: 60_000 }, async () => {
  const { lost } = await lostByKill('acknowledges-first', `project/${randomUUID()}`, 1);
  expect(lost).toBeGreaterThan(0);
});
