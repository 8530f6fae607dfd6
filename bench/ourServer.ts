import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enterStudio, startPostgres, type StudioClient } from '@studio/infra/testing';
import { SCHEMA_VERSION } from '@studio/shared/document';
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
  const owner = await enterStudio(String(server.ready['setupUrl']), 'Bench owner');
  return {
    pid: server.pid,
    newRoom: () => newRoom(owner, serviceKey),
    stop: async () => {
      await server.stop();
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function newRoom(owner: StudioClient, token: string): Promise<Room> {
  const { id } = await owner.call<{ id: string }>('POST', '/projects', { title: 'Bench' });
  return {
    url: `${owner.origin.replace('http', 'ws')}/collab?schema=${SCHEMA_VERSION}`,
    documentName: `project/${id}`,
    token,
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('No port was free.');
  return address.port;
}
