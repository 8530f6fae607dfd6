import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RENDER_QUEUE } from '@studio/shared/jobs';
import { loadPipelines, type Pipeline, summarise } from '@studio/workflows';
import pg from 'pg';
import { CollabClient } from './collab/collabClient.ts';
import { ComfyClient, type RunLimits } from './comfyui/index.ts';
import type { RunnerConfiguration } from './configuration.ts';
import { forgetSettled } from './database/forgetSettled.ts';
import { migrateRunner } from './database/migrateRunner.ts';
import { PostgresAttempts } from './database/postgresAttempts.ts';
import { PostgresIntents } from './database/postgresIntents.ts';
import { PostgresIssues } from './database/postgresIssues.ts';
import { PostgresOutbox } from './database/postgresOutbox.ts';
import { PostgresSignals } from './database/postgresSignals.ts';
import { TakeIssues } from './database/takeIssues.ts';
import { WorkerLeases } from './database/workerLeases.ts';
import { ProjectDocuments } from './documents/projectDocuments.ts';
import { readInputs } from './generation/frozenInputs.ts';
import { generateTakes } from './generation/generateTakes.ts';
import { type ProjectPages, resolveNode, slotOfNode } from './generation/projectReading.ts';
import { Heartbeat } from './heartbeat.ts';
import type { Logger } from './logger.ts';
import { runProcess } from './media/runProcess.ts';
import { postgresBackend, redisBackend } from './queue/bullBackend.ts';
import { BullJobQueue } from './queue/bullJobQueue.ts';
import { renderFilm } from './rendering/renderFilm.ts';
import type { JobRunner } from './runs/jobRunner.ts';
import type { Place } from './runs/takeLoop.ts';
import { sweepCaches } from './sweepCaches.ts';
import { RunnerMetrics, startStatusServer } from './statusServer.ts';
import { probeWorker } from './workers/probeWorker.ts';
import { WorkerPool } from './workers/workerPool.ts';
import { DatabaseWorkerRegistry } from './workers/workerRegistry.ts';
import { wireRunner } from './wireRunner.ts';

/** A running job-runner. */
export interface Runner {
  /** Takes nothing more, hands unfinished runs back to the queue, and closes; once, however often it is called. */
  stop(): Promise<void>;
}

/** What a job-runner is started with. */
export interface RunnerStart {
  readonly configuration: RunnerConfiguration;
  readonly runnerId: string;
  readonly log: Logger;
  readonly clock: () => number;
  /** How patient runs are with their workers; tests are less so. */
  readonly limits?: Partial<RunLimits>;
  /** How long after the start a run waits for a first worker instead of failing. */
  readonly workerGraceMs?: number;
}

const PROBE_TIMEOUT_MS = 5000;
/** Workers that start together with the runner are waited for before a run fails because there are none. */
const WORKER_GRACE_MS = 20_000;
const SWEEP_EVERY_MS = 3_600_000;
const RENDER_DESK = 'Render desk';

/** Builds a job-runner from its parts and starts it. */
export async function startRunner(start: RunnerStart): Promise<Runner> {
  const base = await openBase(start);
  const metrics = new RunnerMetrics();
  const work = wireRunner({
    ...base,
    runnerId: start.runnerId,
    outbox: new PostgresOutbox(base.pool, start.clock),
    workers: base.registry,
    workersAwaitedUntil: start.clock() + (start.workerGraceMs ?? WORKER_GRACE_MS),
    offeredTiers: (session, nodeId) => offeredTiers(session, nodeId, base.pipelines),
    readInputs: (session, intent) => readInputs(session, intent, base.pipelines.map(summarise)),
    slotOf: (session, { intent }) => slotOfNode(session, intent.nodeId),
    stopPrompts: (intentId) => stopPrompts(base, intentId),
    onOutcome: (outcome) => metrics.countRun(outcome),
    placesOf: (jobs, shutdown) => placesOf(start, base, jobs, shutdown),
  });
  const heartbeat = new Heartbeat({
    ...base,
    pool: base.workers,
    runnerId: start.runnerId,
    queueBackend: start.configuration.redisUrl ? 'redis' : 'postgres',
    ffmpegVersion: () => base.ffmpegVersion,
  });
  const { port } = start.configuration;
  const server = port === undefined ? undefined : await startStatusServer(port, metrics, heartbeat);
  work.start();
  heartbeat.start();
  const stopSweeping = sweepRegularly(start, base);
  const stop = async () => {
    stopSweeping();
    await Promise.all([heartbeat.stop(), work.stop()]);
    server?.close();
    await base.close();
  };
  let stopping: Promise<void> | undefined;
  return { stop: () => (stopping ??= stop()) };
}

async function stopPrompts({ attempts, clients }: Base, intentId: string): Promise<void> {
  for (const { promptId, worker } of await attempts.listPrompts(intentId)) {
    await clients.get(worker)?.cancel(promptId);
    await attempts.endPrompt(promptId, 'cancelled');
  }
}

/** Removes what is done with, now and again and again; returns how to stop. */
function sweepRegularly({ clock, log }: RunnerStart, base: Base): () => void {
  const attempt = (work: Promise<unknown>, failure: string) =>
    void work.catch((error: unknown) => log.warn({ error: String(error) }, failure));
  const sweep = () => {
    attempt(sweepCaches(base, clock()), 'The caches could not be swept just now');
    attempt(forgetSettled(base.pool, clock()), 'Runs that ended long ago could not be forgotten just now');
  };
  sweep();
  const timer = setInterval(sweep, SWEEP_EVERY_MS);
  return () => clearInterval(timer);
}

type Base = Awaited<ReturnType<typeof openBase>>;

async function openBase({ configuration, log, clock, runnerId }: RunnerStart) {
  const { databaseUrl, redisUrl, collabUrl, serviceKey, cacheFolder, tools } = configuration;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  // Without listeners a restart of the database would end this process: the pool listens to connections that nobody has
  // taken, a query to its own; between two statements of a transaction nobody does.
  const onLost = (error: Error) => log.warn({ error: error.message }, 'A database connection was lost');
  pool.on('error', onLost);
  pool.on('connect', (client) => client.on('error', onLost));
  await migrateRunner(pool);
  const folders = await makeFolders(cacheFolder, runnerId);
  const queue = new BullJobQueue(redisUrl ? redisBackend(redisUrl) : postgresBackend(databaseUrl), clock, log);
  await queue.open();
  const signals = new PostgresSignals(databaseUrl, pool, log);
  await signals.open();
  const leases = new WorkerLeases(databaseUrl);
  const documents = new ProjectDocuments({ collabUrl, serviceKey, clock });
  const clients = new Map(
    configuration.workers.map(({ url }) => [url, new ComfyClient({ baseUrl: url, newId: randomUUID })]),
  );
  const registry = new DatabaseWorkerRegistry(pool, clock);
  const workers = new WorkerPool({
    addresses: configuration.workers,
    probe: (url, vramGb) =>
      probeWorker(new ComfyClient({ baseUrl: url, newId: randomUUID, requestTimeoutMs: PROBE_TIMEOUT_MS }), vramGb),
    registry,
    clock,
    log,
  });
  await workers.start();
  return {
    pool,
    queue,
    signals,
    leases,
    documents,
    clients,
    registry,
    workers,
    clock,
    log,
    tools,
    ...folders,
    pipelines: readPipelines(log),
    ffmpegVersion: await findFfmpeg(configuration, log),
    collab: new CollabClient(collabUrl, serviceKey),
    intents: new PostgresIntents(pool, clock),
    attempts: new PostgresAttempts(pool, clock),
    issues: new TakeIssues(new PostgresIssues(pool, clock)),
    close: async () => {
      workers.stop();
      documents.close();
      for (const client of clients.values()) client.close();
      await queue.close();
      await signals.close();
      await leases.close();
      await pool.end();
      await rm(folders.workFolder, { recursive: true, force: true });
    },
  };
}

async function makeFolders(cacheFolder: string, runnerId: string) {
  const folders = {
    // Runners of one machine share what is cached, never what is being worked on.
    workFolder: join(cacheFolder, 'work', runnerId),
    mediaFolder: join(cacheFolder, 'media'),
    segmentFolder: join(cacheFolder, 'segments'),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  return folders;
}

function readPipelines(log: Logger): readonly Pipeline[] {
  const { pipelines, problems } = loadPipelines();
  for (const problem of problems) log.warn({ problem }, 'A pipeline is left out');
  return pipelines;
}

async function findFfmpeg({ tools }: RunnerConfiguration, log: Logger): Promise<string | null> {
  const answer = await runProcess({ program: tools.ffmpegPath, args: ['-version'], timeoutMs: 20_000 });
  if (answer.ok) return answer.value.toString('utf8').split('\n')[0] ?? null;
  const what = `FFMPEG_PATH is '${tools.ffmpegPath}', which does not run: films and video Takes cannot be made`;
  log.warn({ problem: answer.failure.message }, what);
  return null;
}

function offeredTiers(session: ProjectPages, nodeId: string, pipelines: readonly Pipeline[]) {
  const resolved = resolveNode(session, nodeId, pipelines.map(summarise));
  const pipeline = resolved.ok ? pipelines.find((candidate) => candidate.id === resolved.value.pipelineId) : undefined;
  return (['low', 'standard', 'high'] as const).filter((quality) => pipeline?.tiers[quality] !== undefined);
}

function placesOf(start: RunnerStart, base: Base, jobs: JobRunner, shutdown: AbortSignal): readonly Place[] {
  const renderParts = { ...base, placeName: RENDER_DESK };
  const renderDesk: Place = {
    name: () => RENDER_DESK,
    queues: () => [RENDER_QUEUE],
    reserve: () => Promise.resolve(true),
    release: () => Promise.resolve(),
    run: (taken) =>
      jobs.run({ taken, placeName: RENDER_DESK, shutdown, processor: (run) => renderFilm(renderParts, run) }),
  };
  return [...base.workers.urls.map((url) => workerPlace(start, base, jobs, shutdown, url)), renderDesk];
}

function workerPlace(start: RunnerStart, base: Base, jobs: JobRunner, shutdown: AbortSignal, url: string): Place {
  const { workers, leases } = base;
  const parts = {
    ...base,
    ...(start.limits ? { limits: start.limits } : {}),
    clientOf: (worker: string) => base.clients.get(worker),
    workerName: (worker: string) => workers.nameOf(worker),
    onWorkerLost: (worker: string, problem: string, restMs: number) => workers.markLost(worker, problem, restMs),
  };
  return {
    name: () => workers.nameOf(url),
    queues: () => workers.queuesOf(url),
    reserve: () => leases.take(url),
    release: () => leases.release(url),
    run: async (taken) => {
      workers.occupy(url, taken.intentId);
      try {
        const placeName = workers.nameOf(url);
        await jobs.run({ taken, placeName, shutdown, processor: (run) => generateTakes(parts, run, url) });
      } finally {
        workers.occupy(url, null);
      }
    },
  };
}
