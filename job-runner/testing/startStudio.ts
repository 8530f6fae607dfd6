import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { createTestDatabase } from '../../infra/testing/index.ts';
import { createSimulatedWorker, type SimulatedWorker } from '../comfyui/simulated/createSimulatedWorker.ts';
import type { RunnerConfiguration } from '../configuration.ts';
import { type JoinedProject, ProjectDocuments } from '../documents/projectDocuments.ts';
import { type Runner, startRunner } from '../startRunner.ts';

const SERVICE_KEY = 'service-key-of-a-test-studio-0123456789';
const QUICK_LIMITS = { pollMs: 100, livelyPollMs: 200, lostMs: 1500, absentMs: 1000, cancelMs: 5000 };

interface RunnerOptions {
  readonly redisUrl?: string;
  readonly vramGb?: 12 | 16 | 24;
}

/** A collab-server of the product with its database, for tests of the job-runner. */
export interface TestStudio {
  readonly pool: pg.Pool;
  readonly collabUrl: string;
  readonly databaseUrl: string;
  /** A project joined as an editor would be; its writes go through the real server. */
  createProject(): Promise<JoinedProject & { readonly projectId: string }>;
  /** Joins a project with nothing in memory, as somebody who comes later. */
  rejoin(projectId: string): Promise<JoinedProject>;
  startWorker(vramGb: number, speed?: number): Promise<SimulatedWorker>;
  /** The bytes of a medium, as the server gives them to a service. */
  readMedia(sha256: string): Promise<Buffer>;
  /** How many rows of a project no runner has handed on. */
  outboxSize(projectId: string): Promise<number>;
  /** A runner in this process; `vramGb` is the tier that its configuration names for the workers. */
  startRunner(workers: readonly Pick<SimulatedWorker, 'url'>[], options?: RunnerOptions): Promise<Runner>;
  /** A runner in a process of its own, to be killed. */
  forkRunner(workers: readonly SimulatedWorker[]): Promise<ChildProcess>;
  /** Kills the collab-server as a crash does; `startCollab` starts it again on the same port and data. */
  killCollab(): Promise<void>;
  startCollab(): Promise<void>;
  /** Stops the runners of this process; a failed test leaves none to the next. */
  stopRunners(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the studio; everything it started ends with `stop`. */
export async function startStudio(): Promise<TestStudio> {
  const folder = mkdtempSync(join(tmpdir(), 'runner-test-'));
  const database = await createTestDatabase();
  const port = await freePort();
  const environment = {
    ...process.env,
    DATABASE_URL: database.url,
    STUDIO_SERVICE_KEY: SERVICE_KEY,
    STUDIO_SECRET: 'secret-of-a-test-studio-0123456789',
    STUDIO_SAMPLE: 'no',
    STUDIO_DATA: folder,
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'fatal',
    PORT: String(port),
  };
  const collabUrl = `http://127.0.0.1:${port}`;
  const children: ChildProcess[] = [];
  const stops: (() => Promise<unknown>)[] = [];
  const runners: Runner[] = [];
  const stopRunners = async () => {
    for (const runner of runners.splice(0)) await runner.stop();
  };
  const forkReady = async (path: string, more: NodeJS.ProcessEnv): Promise<ChildProcess> => {
    const entry = fileURLToPath(new URL(path, import.meta.url));
    const child = fork(entry, { env: { ...environment, ...more }, execArgv: [] });
    children.push(child);
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error(`${path} ended`))),
    ]);
    return child;
  };
  const startCollab = () => forkReady('../../collab-server/main.ts', {});
  let collab = await startCollab();
  const pool = new pg.Pool({ connectionString: database.url, max: 3 });
  const documents = new ProjectDocuments({ collabUrl, serviceKey: SERVICE_KEY, clock: Date.now });
  const configurationOf = (
    workers: readonly Pick<SimulatedWorker, 'url'>[],
    { redisUrl, vramGb }: RunnerOptions,
  ): RunnerConfiguration => ({
    databaseUrl: database.url,
    redisUrl,
    collabUrl,
    serviceKey: SERVICE_KEY,
    workers: workers.map(({ url }) => (vramGb ? { url, vramGb } : { url })),
    tools: { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' },
    cacheFolder: join(folder, randomUUID()),
    logLevel: 'fatal',
    port: undefined,
  });
  return {
    pool,
    collabUrl,
    databaseUrl: database.url,
    createProject: async () => {
      const projectId = randomUUID();
      await pool.query('insert into projects (id, title, created_at, changed_at) values ($1, $2, now(), now())', [
        projectId,
        'Test film',
      ]);
      return { projectId, ...(await documents.join(projectId)) };
    },
    rejoin: async (projectId) => {
      const fresh = new ProjectDocuments({ collabUrl, serviceKey: SERVICE_KEY, clock: Date.now });
      const joined = await fresh.join(projectId);
      return { session: joined.session, leave: () => fresh.close() };
    },
    startWorker: async (vramGb, speed = 50) => {
      const worker = await createSimulatedWorker({
        port: 0,
        vramGb,
        speed,
        folder: join(folder, randomUUID()),
        ffmpegPath: 'ffmpeg',
        clock: Date.now,
      });
      stops.push(() => worker.dieNow());
      return worker;
    },
    readMedia: async (sha256) => {
      const answer = await fetch(`${collabUrl}/media/${sha256}`, {
        headers: { authorization: `Bearer ${SERVICE_KEY}` },
      });
      if (!answer.ok) throw new Error(`The medium came with ${answer.status}.`);
      return Buffer.from(await answer.arrayBuffer());
    },
    outboxSize: async (projectId) => {
      const waiting = 'select 1 from outbox where project_id = $1 and handed_at is null';
      return (await pool.query(waiting, [projectId])).rowCount ?? 0;
    },
    startRunner: async (workers, options = {}) => {
      const log = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
      const configuration = configurationOf(workers, options);
      const runner = await startRunner({
        configuration,
        runnerId: randomUUID(),
        log,
        clock: Date.now,
        limits: QUICK_LIMITS,
        workerGraceMs: 0,
      });
      runners.push(runner);
      return runner;
    },
    forkRunner: (workers) =>
      forkReady('../main.ts', {
        COLLAB_URL: collabUrl,
        COMFYUI_WORKERS: workers.map(({ url }) => url).join(','),
        STUDIO_DATA: join(folder, randomUUID()),
      }),
    killCollab: async () => {
      const ended = once(collab, 'exit');
      collab.kill('SIGKILL');
      await ended;
    },
    startCollab: async () => {
      collab = await startCollab();
    },
    stopRunners,
    stop: async () => {
      await stopRunners();
      for (const stop of stops) await stop();
      documents.close();
      await pool.end();
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
