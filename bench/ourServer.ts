import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@studio/infra/testing';
import type { Room } from './propagation/editors.ts';
import type { OurServer } from './propagation/propagation.ts';
import { startServerProcess } from './propagation/serverProcess.ts';

/** The product's collab-server on a PostgreSQL of its own, with an owner and a way to make rooms. */
export interface OurServerProcess extends OurServer {
  stop(): Promise<void>;
}

/** Starts it in a temporary folder that goes when it stops. `searchPath` is where it finds git, as in PATH. */
export async function startOurServer(searchPath: string): Promise<OurServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-studio-'));
  const cluster = await startPostgres();
  const port = await freePort();
  const serviceKey = randomBytes(32).toString('hex');
  const origin = `http://127.0.0.1:${port}`;
  const server = await startServerProcess(new URL('../collab-server/main.ts', import.meta.url), {
    PATH: searchPath,
    PORT: String(port),
    PUBLIC_URL: origin,
    DATABASE_URL: cluster.url('postgres'),
    STUDIO_DATA: folder,
    STUDIO_SAMPLE: 'no',
    STUDIO_SERVICE_KEY: serviceKey,
    STUDIO_SECRET: randomBytes(32).toString('hex'),
    LOG_LEVEL: 'warn',
  });
  const cookie = await makeOwner(origin, String(server.ready['setupUrl']));
  return {
    pid: server.pid,
    newRoom: () => newRoom(origin, cookie, serviceKey),
    stop: async () => {
      await server.stop();
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function makeOwner(origin: string, setupUrl: string): Promise<string> {
  const token = new URL(setupUrl).searchParams.get('token');
  const account = { token, name: 'Bench owner', email: 'bench@studio.invalid', password: randomUUID() };
  const response = await post(`${origin}/api/v1/setup`, account, { origin });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return cookies.join('; ');
}

async function newRoom(origin: string, cookie: string, token: string): Promise<Room> {
  const response = await post(`${origin}/api/v1/projects`, { title: 'Bench' }, { origin, cookie });
  const { id } = (await response.json()) as { id: string };
  return { url: `${origin.replace('http', 'ws')}/collab?schema=1`, documentName: `project/${id}`, token };
}

async function post(url: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('No port was free.');
  return address.port;
}
