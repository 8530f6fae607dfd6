import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enterStudio } from '@studio/infra/testing';
import { SCHEMA_VERSION } from '@studio/shared/document';
import { type KillablePostgres, startKillablePostgres } from '@studio/infra/testing';
import { type KillableServer, startKillableServer } from './killableServer.ts';
import type { Place } from './writers.ts';

/** What a round kills. */
export const VICTIMS = ['server', 'database', 'both'] as const;
/** One of them. */
export type Victim = (typeof VICTIMS)[number];

/** Which server runs: the product's, or the control that acknowledges before it stores. */
export type ServerKind = 'product' | 'sabotaged';

/** A studio whose server and database can be killed. */
export interface KillableStudio {
  /** Makes a project nobody has used yet, and says where it is edited: by people, and by the job-runner in its ledger. */
  newProject(): Promise<{ readonly canvas: Place; readonly ledger: Place }>;
  /** kill -9; resolves when the victims are gone. */
  kill(victim: Victim): Promise<void>;
  /** Starts again what was killed; resolves when it takes work. */
  restart(victim: Victim): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a studio on a PostgreSQL of its own. Of the environment the server gets where programs and compiled code are. */
export async function startKillableStudio(kind: ServerKind, environment: NodeJS.ProcessEnv): Promise<KillableStudio> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-durability-'));
  const postgres = await startKillablePostgres(await keepablePort());
  const start = kind === 'product' ? startProduct : startSabotaged;
  const { server, newProject } = await start({
    PATH: environment['PATH'],
    NODE_COMPILE_CACHE: environment['NODE_COMPILE_CACHE'],
    DATABASE_URL: postgres.url,
    STUDIO_DATA: folder,
  });
  return {
    newProject,
    kill: (victim) => killAll(victim, server, postgres),
    async restart(victim) {
      if (victim !== 'server') await postgres.restart();
      if (victim !== 'database') await server.restart();
    },
    async stop() {
      await server.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function killAll(victim: Victim, server: KillableServer, postgres: KillablePostgres): Promise<void> {
  await Promise.all([
    ...(victim === 'database' ? [] : [server.kill()]),
    ...(victim === 'server' ? [] : [postgres.kill()]),
  ]);
}

type Started = Pick<KillableStudio, 'newProject'> & { readonly server: KillableServer };

async function startProduct(environment: NodeJS.ProcessEnv): Promise<Started> {
  const port = await keepablePort();
  const origin = `http://127.0.0.1:${port}`;
  const serviceKey = randomBytes(32).toString('hex');
  const server = await startKillableServer(new URL('../../collab-server/main.ts', import.meta.url), {
    ...environment,
    PORT: String(port),
    PUBLIC_URL: origin,
    STUDIO_SAMPLE: 'no',
    STUDIO_SERVICE_KEY: serviceKey,
    STUDIO_SECRET: randomBytes(32).toString('hex'),
    LOG_LEVEL: 'warn',
  });
  const owner = await enterStudio(String(server.ready()['setupUrl']), 'Bench owner');
  return {
    server,
    async newProject() {
      const { id } = await owner.call<{ id: string }>('POST', '/projects', { title: 'Bench' });
      return placesOf(id, () => origin.replace('http', 'ws'), { person: owner.apiKey, service: serviceKey });
    },
  };
}

async function startSabotaged(environment: NodeJS.ProcessEnv): Promise<Started> {
  const server = await startKillableServer(new URL('./sabotagedServer.ts', import.meta.url), environment);
  const url = () => String(server.ready()['url']).replace('/collab', '');
  return {
    server,
    newProject: async () => placesOf(randomUUID(), url, { person: 'ada', service: 'service' }),
  };
}

// The address is asked for each time: a server may come back elsewhere.
function placesOf(
  projectId: string,
  origin: () => string,
  tokens: { readonly person: string; readonly service: string },
): { readonly canvas: Place; readonly ledger: Place } {
  const url = () => `${origin()}/collab?schema=${SCHEMA_VERSION}`;
  const document = `project/${projectId}`;
  return {
    canvas: { url, document, root: 'nodes', token: tokens.person },
    ledger: { url, document: `${document}/ledger`, root: 'jobs', token: tokens.service },
  };
}

// Below the ports that systems give to connections: the port must still be free after a kill, among clients that connect.
async function keepablePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + (randomBytes(2).readUInt16BE() % 10_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
