import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { createTestDatabase, freePort, type TestDatabase } from '../../infra/testing/index.ts';
import { createSimulatedWorker, type SimulatedWorker } from '../comfyui/simulated/createSimulatedWorker.ts';
import { type JoinedProject, ProjectDocuments } from '../documents/projectDocuments.ts';
import { type Runner, startRunner } from '../startRunner.ts';

/** The key that services of the test studio show. */
export const SERVICE_KEY = 'service-key-of-a-test-studio-0123456789';
const QUICK_LIMITS = { pollMs: 100, livelyPollMs: 200, lostMs: 1500, absentMs: 1000, cancelMs: 5000 };

type WorkerAddress = Pick<SimulatedWorker, 'url'>;

interface RunnerOptions {
  readonly redisUrl?: string;
  /** The tier that the configuration names for the workers. */
  readonly vramGb?: 12 | 16 | 24;
}

/** Starts the product's collab-server on a database of its own; everything the studio starts ends with `stop`. */
export async function startStudio(): Promise<TestStudio> {
  const studio = new TestStudio(await createTestDatabase(), await freePort());
  try {
    await studio.startCollab();
    return studio;
  } catch (error) {
    await studio.stop();
    throw error;
  }
}

/** A collab-server of the product with its database, workers and runners, for tests of the job-runner. */
export class TestStudio {
  readonly pool: pg.Pool;
  readonly #database: TestDatabase;
  readonly #port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'runner-test-'));
  readonly #children: ChildProcess[] = [];
  readonly #workers: SimulatedWorker[] = [];
  readonly #runners: Runner[] = [];
  readonly #documents: ProjectDocuments;
  #collab: ChildProcess | undefined;

  constructor(database: TestDatabase, port: number) {
    this.#database = database;
    this.#port = port;
    this.pool = new pg.Pool({ connectionString: database.url, max: 3 });
    this.#documents = this.#joinAnew();
  }

  get collabUrl(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts the collab-server, or starts it again on the same port and data. */
  async startCollab(): Promise<void> {
    this.#collab = await this.#fork('../../collab-server/main.ts', {
      STUDIO_DATA: join(this.#folder, 'collab'),
      PORT: String(this.#port),
    });
  }

  /** Kills the collab-server as a crash does. */
  async killCollab(): Promise<void> {
    if (this.#collab) await end(this.#collab, 'SIGKILL');
  }

  /** A new project, joined as an editor would be; its writes go through the real server. */
  async createProject(): Promise<JoinedProject & { readonly projectId: string }> {
    const projectId = randomUUID();
    const row = 'insert into projects (id, title, created_at, changed_at) values ($1, $2, now(), now())';
    await this.pool.query(row, [projectId, 'Test film']);
    return { projectId, ...(await this.#documents.join(projectId)) };
  }

  /** Joins a project with nothing in memory, as somebody who comes later. */
  async rejoin(projectId: string): Promise<JoinedProject> {
    const fresh = this.#joinAnew();
    const { session } = await fresh.join(projectId);
    return { session, leave: () => fresh.close() };
  }

  async startWorker(vramGb: number, speed = 50): Promise<SimulatedWorker> {
    const folder = join(this.#folder, randomUUID());
    const more = { port: 0, vramGb, speed, folder, ffmpegPath: 'ffmpeg', clock: Date.now };
    const worker = await createSimulatedWorker(more);
    this.#workers.push(worker);
    return worker;
  }

  /** A runner in this process. */
  async startRunner(workers: readonly WorkerAddress[], { redisUrl, vramGb }: RunnerOptions = {}): Promise<Runner> {
    const runner = await startRunner({
      configuration: {
        databaseUrl: this.#database.url,
        redisUrl,
        collabUrl: this.collabUrl,
        serviceKey: SERVICE_KEY,
        workers: workers.map(({ url }) => (vramGb ? { url, vramGb } : { url })),
        tools: { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' },
        cacheFolder: join(this.#folder, randomUUID()),
        logLevel: 'fatal',
        port: undefined,
      },
      runnerId: randomUUID(),
      log: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
      clock: Date.now,
      limits: QUICK_LIMITS,
      workerGraceMs: 0,
    });
    this.#runners.push(runner);
    return runner;
  }

  /** A runner in a process of its own, to be killed. */
  forkRunner(workers: readonly WorkerAddress[]): Promise<ChildProcess> {
    return this.#fork('../main.ts', {
      COLLAB_URL: this.collabUrl,
      COMFYUI_WORKERS: workers.map(({ url }) => url).join(','),
      STUDIO_DATA: join(this.#folder, randomUUID()),
    });
  }

  /** The bytes of a medium, as the server gives them to a service. */
  async readMedia(sha256: string): Promise<Buffer> {
    const headers = { authorization: `Bearer ${SERVICE_KEY}` };
    const answer = await fetch(`${this.collabUrl}/media/${sha256}`, { headers });
    if (!answer.ok) throw new Error(`The medium came with ${answer.status}.`);
    return Buffer.from(await answer.arrayBuffer());
  }

  /** How many rows of a project no runner has handed on. */
  async outboxSize(projectId: string): Promise<number> {
    const waiting = 'select 1 from outbox where project_id = $1 and handed_at is null';
    return (await this.pool.query(waiting, [projectId])).rowCount ?? 0;
  }

  /** Stops the runners of this process; a failed test leaves none to the next. */
  async stopRunners(): Promise<void> {
    for (const runner of this.#runners.splice(0)) await runner.stop();
  }

  async stop(): Promise<void> {
    await this.stopRunners();
    for (const worker of this.#workers) await worker.dieNow();
    this.#documents.close();
    await this.pool.end();
    for (const child of this.#children) await end(child, 'SIGTERM');
    await this.#database.drop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #joinAnew(): ProjectDocuments {
    return new ProjectDocuments({ collabUrl: this.collabUrl, serviceKey: SERVICE_KEY, clock: Date.now });
  }

  async #fork(path: string, more: NodeJS.ProcessEnv): Promise<ChildProcess> {
    const env = {
      ...process.env,
      DATABASE_URL: this.#database.url,
      STUDIO_SERVICE_KEY: SERVICE_KEY,
      STUDIO_SECRET: 'secret-of-a-test-studio-0123456789',
      STUDIO_SAMPLE: 'no',
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'fatal',
      ...more,
    };
    const child = fork(fileURLToPath(new URL(path, import.meta.url)), { env, execArgv: [] });
    this.#children.push(child);
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${path} ended before it was ready.`)));
    await Promise.race([once(child, 'message'), ended]);
    // From here on its end is nobody's failure.
    ended.catch(() => undefined);
    return child;
  }
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
