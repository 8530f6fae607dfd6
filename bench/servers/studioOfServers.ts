import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ChaosProxy,
  enterStudio,
  freePort,
  joinStudio,
  openChaosProxy,
  startRedis,
  type StudioClient,
} from '@studio/infra/testing';
import { SCHEMA_VERSION } from '@studio/shared/document';
import { type FrontDoor, openFrontDoor } from '../../e2e/distributed/frontDoor.ts';
import { type ServerProcess, startServerProcess } from '../sync/contenders/serverProcess.ts';
import { startStudioDatabase } from '../sync/contenders/studioDatabase.ts';
import type { Place } from './place.ts';

/** As many sockets as a server grants one person, less some for those who look. */
const EDITORS_PER_PERSON = 20;

/** Which server runs: the product's, or one of the controls. */
export type ServerKind = 'product' | 'hasty' | 'unfollowed';

/** One of the servers. */
export interface StudioServer {
  readonly port: number;
  /** Its wires to Redis and PostgreSQL. */
  readonly redis: ChaosProxy;
  readonly database: ChaosProxy;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** As a rolling restart does: it is asked to end, and started again on its port. Resolves when it takes work. */
  restart(): Promise<void>;
  start(): Promise<void>;
  memoryBytes(): Promise<number>;
}

/** Several servers on one PostgreSQL and one Redis. */
export interface StudioOfServers {
  readonly servers: readonly StudioServer[];
  readonly databaseUrl: string;
  readonly serviceKey: string;
  /** Addresses that lead to every server, the one at their own index first. */
  readonly doors: readonly string[];
  /** The people, the owner first; none in front of a control. */
  readonly people: readonly StudioClient[];
  /** A fresh project's document with seats for as many editors, each of them at the next door. */
  newSeats(count: number): Promise<readonly Place[]>;
  stop(): Promise<void>;
}

/** How many servers and editors, and which servers. */
export interface StudioPlan {
  readonly servers: number;
  readonly editors: number;
  readonly kind: ServerKind;
}

/** Starts it. Of the environment the servers get where programs and compiled code are. */
export async function startStudioOfServers(plan: StudioPlan, environment: NodeJS.ProcessEnv): Promise<StudioOfServers> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-servers-'));
  const database = await startStudioDatabase(undefined);
  const redis = await startRedis();
  const ports = await Promise.all(Array.from({ length: plan.servers }, () => freePort()));
  const doorPorts: number[][] = ports.map((_port, first) => [...ports.slice(first), ...ports.slice(0, first)]);
  const doors: FrontDoor[] = [];
  for (const order of doorPorts) doors.push(await openFrontDoor(order));
  const shared = {
    PATH: environment['PATH'],
    NODE_COMPILE_CACHE: environment['NODE_COMPILE_CACHE'],
    PUBLIC_URL: doors[0]?.url,
    STUDIO_DATA: folder,
    STUDIO_SAMPLE: 'no',
    STUDIO_SERVICE_KEY: randomBytes(32).toString('hex'),
    STUDIO_SECRET: randomBytes(32).toString('hex'),
    LOG_LEVEL: 'warn',
    CONTROL: plan.kind,
  };
  const servers: RunningServer[] = [];
  for (const port of ports) {
    const wires = { redis: await wireTo(redis.url), database: await wireTo(database.url) };
    servers.push(await RunningServer.launch(port, wires, { ...shared, PORT: String(port) }, plan.kind, doorPorts));
  }
  const people = plan.kind === 'product' ? await gatherPeople(servers, plan.editors) : [];
  let seated = 0;
  return {
    servers,
    databaseUrl: database.url,
    serviceKey: shared.STUDIO_SERVICE_KEY,
    doors: doors.map(({ url }) => url),
    people,
    async newSeats(count) {
      const { projectId, tokens } = await newProject(people);
      return Array.from({ length: count }, (): Place => {
        const door = doors[seated % doors.length]?.url ?? '';
        const token = tokens[Math.floor(seated / doors.length) % tokens.length] ?? '';
        seated += 1;
        const url = `${door.replace('http', 'ws')}/collab?schema=${SCHEMA_VERSION}`;
        return { url, document: `project/${projectId}`, root: 'nodes', token };
      });
    },
    async stop() {
      for (const server of servers) await server.stop();
      for (const door of doors) await door.close();
      await redis.stop();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Wires {
  readonly redis: Wire;
  readonly database: Wire;
}

interface Wire {
  readonly proxy: ChaosProxy;
  readonly url: string;
}

async function wireTo(address: string): Promise<Wire> {
  const url = new URL(address);
  const proxy = await openChaosProxy({ port: Number(url.port) });
  url.port = String(proxy.port);
  return { proxy, url: url.toString() };
}

class RunningServer implements StudioServer {
  readonly port: number;
  readonly redis: ChaosProxy;
  readonly database: ChaosProxy;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #entry: URL;
  /** Where a control listens it says when it is ready; the doors are told. */
  readonly #doorPorts: number[][];
  #listensAt: number;
  #process: ServerProcess | undefined;

  private constructor(port: number, wires: Wires, environment: NodeJS.ProcessEnv, entry: URL, doorPorts: number[][]) {
    this.port = port;
    this.#listensAt = port;
    this.redis = wires.redis.proxy;
    this.database = wires.database.proxy;
    this.#environment = { ...environment, REDIS_URL: wires.redis.url, DATABASE_URL: wires.database.url };
    this.#entry = entry;
    this.#doorPorts = doorPorts;
  }

  static async launch(
    port: number,
    wires: Wires,
    environment: NodeJS.ProcessEnv,
    kind: ServerKind,
    doorPorts: number[][],
  ): Promise<RunningServer> {
    const entry = kind === 'product' ? '../../collab-server/main.ts' : './controlServer.ts';
    const server = new RunningServer(port, wires, environment, new URL(entry, import.meta.url), doorPorts);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    this.#process = await startServerProcess({ entry: this.#entry, environment: this.#environment, cores: undefined });
    const said = Number(new URL(String(this.#process.ready['url'])).port);
    if (this.#entry.pathname.endsWith('controlServer.ts')) {
      for (const order of this.#doorPorts) order.splice(order.indexOf(this.#listensAt), 1, said);
      this.#listensAt = said;
    }
  }

  get setupUrl(): string | undefined {
    const url = this.#process?.ready['setupUrl'];
    return typeof url === 'string' ? url : undefined;
  }

  async kill(): Promise<void> {
    await this.#process?.stop('killed');
  }

  async restart(): Promise<void> {
    await this.#process?.stop();
    await this.start();
  }

  async memoryBytes(): Promise<number> {
    return (await this.#process?.memory())?.rss ?? 0;
  }

  async stop(): Promise<void> {
    await this.kill();
    await this.redis.close();
    await this.database.close();
  }
}

async function gatherPeople(servers: readonly RunningServer[], editors: number): Promise<readonly StudioClient[]> {
  const setupUrl = servers.map((server) => server.setupUrl).find((url) => url !== undefined);
  const owner = await enterStudio(setupUrl ?? '', 'Bench owner');
  const others = Math.ceil(editors / EDITORS_PER_PERSON) - 1;
  const invited: StudioClient[] = [];
  // Owners' and admins' projects are all; so nobody need be made a member of each.
  for (let one = 0; one < others; one += 1)
    invited.push(await joinStudio(owner, { name: `Editor ${one}`, role: 'admin' }));
  return [owner, ...invited];
}

async function newProject(people: readonly StudioClient[]): Promise<{ projectId: string; tokens: readonly string[] }> {
  const [owner] = people;
  if (!owner) return { projectId: randomUUID(), tokens: ['ada', 'ben'] };
  const { id } = await owner.call<{ id: string }>('POST', '/projects', { title: 'Bench' });
  return { projectId: id, tokens: people.map(({ apiKey }) => apiKey) };
}
