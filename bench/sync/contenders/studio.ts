import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enterStudio, freePort, joinStudio, type StudioClient } from '@studio/infra/testing';
import { SCHEMA_VERSION } from '@studio/shared/document';
import type { Cores } from '../placement.ts';
import { hocuspocusDialect } from '../wire/hocuspocusDialect.ts';
import type { Contender, Seat } from './contender.ts';
import { startServerProcess, type ServerProcess } from './serverProcess.ts';
import { startStudioDatabase, type StudioDatabase } from './studioDatabase.ts';

/** As many sockets as the server grants one person; more editors need more people. */
const SOCKETS_PER_PERSON = 30;

/** Ours: a studio whose database, owner and people stay while its server is started anew for each cell. */
export interface Studio {
  /** Starts the product's server, everything on. */
  startServer(): Promise<OurContender>;
  stop(): Promise<void>;
}

/** Ours as a contender, and as a studio that one may call. */
export interface OurContender extends Contender {
  readonly owner: StudioClient;
}

/** Prepares it on a PostgreSQL that flushes to disk. Of the environment the server gets where programs and compiled code are. */
export async function prepareStudio(environment: NodeJS.ProcessEnv, cores: Cores): Promise<Studio> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-studio-'));
  const database = await startStudioDatabase(cores.database);
  const port = await freePort();
  const serverEnvironment = {
    ...environment,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: database.url,
    STUDIO_DATA: folder,
    STUDIO_SAMPLE: 'no',
    STUDIO_SERVICE_KEY: randomBytes(32).toString('hex'),
    STUDIO_SECRET: randomBytes(32).toString('hex'),
    LOG_LEVEL: 'warn',
  };
  const people: StudioClient[] = [];
  return {
    async startServer() {
      const launch = () =>
        startServerProcess({
          entry: new URL('../../../collab-server/main.ts', import.meta.url),
          environment: serverEnvironment,
          cores: cores.server,
        });
      const server = await launch();
      if (people.length === 0) people.push(await enterStudio(String(server.ready['setupUrl']), 'Bench owner'));
      return contender(server, launch, { database, people, port });
    },
    async stop() {
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Premises {
  readonly database: StudioDatabase;
  /** The owner first. */
  readonly people: StudioClient[];
  readonly port: number;
}

function contender(started: ServerProcess, launch: () => Promise<ServerProcess>, premises: Premises): OurContender {
  let server = started;
  const { database, people, port } = premises;
  const [owner] = people;
  if (!owner) throw new Error('A studio has an owner before it has documents.');
  return {
    name: 'ours',
    dialect: hocuspocusDialect,
    owner,
    async newRoom(seats) {
      const wanted = Math.ceil(seats / SOCKETS_PER_PERSON);
      await invite(people, owner, wanted);
      const { id } = await owner.call<{ id: string }>('POST', '/projects', { title: 'Bench' });
      for (const { me } of people.slice(1, wanted)) {
        await owner.call('PUT', `/projects/${id}/members/${me.id}`, { role: 'editor' });
      }
      const path = `/collab?schema=${SCHEMA_VERSION}`;
      return Array.from({ length: seats }, (_, index): Seat => {
        const { apiKey } = people[Math.floor(index / SOCKETS_PER_PERSON)] ?? owner;
        return { port, path, document: `project/${id}`, token: apiKey };
      });
    },
    cpuSeconds: () => server.cpuSeconds(),
    databaseCpuSeconds: () => database.cpuSeconds(),
    settleIn: () => database.goFirst(),
    memory: () => server.memory(),
    async restart() {
      await server.stop('killed');
      server = await launch();
    },
    stop: () => server.stop(),
  };
}

async function invite(people: StudioClient[], owner: StudioClient, wanted: number): Promise<void> {
  while (people.length < wanted) {
    people.push(await joinStudio(owner, { name: `Editor ${people.length}`, role: 'editor' }));
  }
}
