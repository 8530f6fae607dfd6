import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { freePort } from '../../infra/postgres/postgresCluster.ts';
import { createTestDatabase } from '../../infra/testing/index.ts';
import { createSimulatedWorker, type SimulatedWorker } from '../comfyui/simulated/createSimulatedWorker.ts';
import type { RunnerConfiguration } from '../configuration.ts';
import { type JoinedProject, ProjectDocuments } from '../documents/projectDocuments.ts';
import { type Runner, startRunner } from '../startRunner.ts';

const SERVICE_KEY = 'service-key-of-a-test-studio-0123456789';
const QUICK_LIMITS = { pollMs: 100, livelyPollMs: 200, lostMs: 1500, absentMs: 1000, cancelMs: 5000 };

/** A collab-server of the product with its database, for tests of the job-runner. */
export interface TestStudio {
  readonly pool: pg.Pool;
  readonly collabUrl: string;
  readonly databaseUrl: string;
  /** A project joined as an editor would be; its writes go through the real server. */
  createProject(): Promise<JoinedProject & { readonly projectId: string }>;
  startWorker(vramGb: number, speed?: number): Promise<SimulatedWorker>;
  /** A runner in this process. */
  startRunner(workers: readonly SimulatedWorker[], options?: { redisUrl?: string }): Promise<Runner>;
  /** A runner in a process of its own, to be killed. */
  forkRunner(workers: readonly SimulatedWorker[]): Promise<ChildProcess>;
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
  await forkReady('../../collab-server/main.ts', {});
  const pool = new pg.Pool({ connectionString: database.url, max: 3 });
  const documents = new ProjectDocuments({ collabUrl, serviceKey: SERVICE_KEY, clock: Date.now });
  const configurationOf = (workers: readonly SimulatedWorker[], redisUrl?: string): RunnerConfiguration => ({
    databaseUrl: database.url,
    redisUrl,
    collabUrl,
    serviceKey: SERVICE_KEY,
    workers: workers.map(({ url }) => ({ url })),
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
    startRunner: async (workers, { redisUrl } = {}) => {
      const log = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
      const configuration = configurationOf(workers, redisUrl);
      const runner = await startRunner({
        configuration,
        runnerId: randomUUID(),
        log,
        clock: Date.now,
        limits: QUICK_LIMITS,
      });
      stops.unshift(() => runner.stop());
      return runner;
    },
    forkRunner: (workers) =>
      forkReady('../main.ts', {
        COLLAB_URL: collabUrl,
        COMFYUI_WORKERS: workers.map(({ url }) => url).join(','),
        STUDIO_DATA: join(folder, randomUUID()),
      }),
    stop: async () => {
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
