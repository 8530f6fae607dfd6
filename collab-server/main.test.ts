import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createTestDatabase } from '../infra/testing/index.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

interface Started {
  readonly child: ChildProcess;
  readonly base: string;
  readonly ready: { readonly url: string; readonly setupUrl?: string };
  readonly exited: Promise<number | string>;
  output(): string;
}

function launch(environment: NodeJS.ProcessEnv): Pick<Started, 'child' | 'exited' | 'output'> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  cleanups.push(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const exited = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 0));
  });
  return { child, exited, output: () => output };
}

async function start(): Promise<Started> {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'studio-main-'));
  cleanups.push(
    () => database.drop(),
    () => rmSync(folder, { recursive: true, force: true }),
  );
  const port = await freePort();
  const launched = launch({
    PORT: String(port),
    DATABASE_URL: database.url,
    STUDIO_DATA: folder,
    STUDIO_SAMPLE: 'no',
    STUDIO_SERVICE_KEY: 'k'.repeat(32),
    STUDIO_SECRET: 's'.repeat(32),
  });
  const ready = await new Promise<Started['ready']>((resolve, reject) => {
    launched.child.once('message', (message) => resolve(message as Started['ready']));
    void launched.exited.then(() => reject(new Error(`It ended: ${launched.output()}`)));
  });
  return { ...launched, ready, base: `http://127.0.0.1:${port}` };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

test('it says where it is and how the first owner is made, and ends in order on SIGTERM with sockets open', async () => {
  const { child, ready, base, exited, output } = await start();
  expect(ready).toMatchObject({ type: 'ready', setupUrl: expect.stringContaining('/setup?token=') });
  expect((await fetch(`${base}/health`)).status).toBe(200);
  const { port, hostname } = new URL(base);
  const socket = connect(Number(port), hostname);
  cleanups.push(() => socket.destroy());
  socket.on('error', () => undefined);
  socket.write(
    `GET /collab?schema=1 HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await new Promise((resolve) => socket.once('data', resolve));
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  await expect.poll(output).toContain('"msg":"stopped"');
});

test('it ends when its supervisor is gone', async () => {
  const { child, exited } = await start();
  child.disconnect();
  expect(await exited).toBe(0);
});

test('a wrong configuration ends it with a line for each mistake', async () => {
  const { exited, output } = launch({ PORT: 'many' });
  expect(await exited).toBe(1);
  await expect.poll(output).toContain("PORT is 'many'; it must be a whole number from 1 to 65535.");
  expect(output()).toContain('DATABASE_URL is not set');
});
