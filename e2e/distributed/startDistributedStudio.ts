import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres, startRedis, startS3Store } from '@studio/infra/testing';
import { openFrontDoor } from './frontDoor.ts';
import { type ProductProcess, startProcess } from './startProcess.ts';

/**
 * A studio as separate processes, as docker-compose.yml draws it: two collab-servers, two job-runners, one process of simulated workers, Debian's PostgreSQL
 * and Redis, and an S3 store. Each of the two doors leads to both collab-servers, to another one first.
 */
export interface DistributedStudio {
  readonly setupUrl: string;
  readonly doors: readonly [string, string];
  readonly collabServers: readonly [ProductProcess, ProductProcess];
  readonly runners: readonly [ProductProcess, ProductProcess];
  readonly databaseUrl: string;
  /** The folder that the collab-servers share. */
  readonly dataFolder: string;
  processes(): readonly ProductProcess[];
  /** Ends everything, the last started first. */
  stop(): Promise<void>;
}

type Undo = () => unknown;

/** Starts it; `speed` is that of the simulated workers. What was started ends when a part does not start. */
export async function startDistributedStudio(speed: string): Promise<DistributedStudio> {
  const undo: Undo[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await startParts(speed, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(speed: string, undo: Undo[]): Promise<Omit<DistributedStudio, 'stop'>> {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-distributed-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const stores = await startStores(undo);
  const started: ProductProcess[] = [];
  const start = async (name: string, entry: string, environment: Readonly<Record<string, string>>) => {
    const process = await startProcess(name, entry, environment);
    started.push(process);
    undo.push(() => process.stop());
    return process;
  };
  const [ports, workers] = [await twoPorts(), [await freePort(), await freePort(), await freePort()]];
  const doors = [await openFrontDoor(ports), await openFrontDoor([ports[1], ports[0]])] as const;
  for (const door of doors) undo.push(() => door.close());
  const shared = {
    ...stores,
    STUDIO_SERVICE_KEY: randomBytes(32).toString('hex'),
    STUDIO_SECRET: randomBytes(32).toString('hex'),
    STUDIO_SAMPLE: 'no',
    PUBLIC_URL: doors[0].url,
    LOG_LEVEL: 'info',
  };
  const dataFolder = join(folder, 'collab');
  const tiers = workers.map((port, index) => ({ port, gigabytes: [12, 16, 24][index] }));
  const collabServer = (index: 0 | 1) =>
    start(`collab-server ${index + 1}`, 'collab-server/main.ts', {
      ...shared,
      STUDIO_DATA: dataFolder,
      PORT: String(ports[index]),
    });
  const runner = (index: 0 | 1) =>
    start(`job-runner ${index + 1}`, 'job-runner/main.ts', {
      ...shared,
      STUDIO_DATA: join(folder, `runner-${index + 1}`),
      COLLAB_URL: doors[index].url,
      COMFYUI_WORKERS: tiers.map(({ port, gigabytes }) => `http://127.0.0.1:${port}#tier=${gigabytes}`).join(','),
    });
  const simulated = start('simulated workers', 'job-runner/comfyui/simulated/main.ts', {
    SIMULATED_WORKERS: tiers.map(({ port, gigabytes }) => `${port}:${gigabytes}`).join(','),
    SIMULATED_SPEED: speed,
  });
  // At the same moment, on an empty database: whoever comes first makes the tables.
  const [one, other] = await allStarted([collabServer(0), collabServer(1), simulated]);
  const [runnerOne, runnerOther] = await allStarted([runner(0), runner(1)]);
  const setupUrl = [one, other].map(({ ready }) => ready['setupUrl']).find((url) => typeof url === 'string');
  return {
    setupUrl: setupUrl ?? '',
    doors: [doors[0].url, doors[1].url],
    collabServers: [one, other],
    runners: [runnerOne, runnerOther],
    databaseUrl: stores.DATABASE_URL,
    dataFolder,
    processes: () => started,
  };
}

async function startStores(undo: Undo[]) {
  const postgres = await startPostgres('debian');
  undo.push(() => postgres.stop());
  const redis = await startRedis();
  undo.push(() => redis.stop());
  const s3 = await startS3Store();
  undo.push(() => s3.stop());
  return {
    DATABASE_URL: postgres.url('postgres'),
    REDIS_URL: redis.url,
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET: s3.bucket,
    S3_REGION: s3.region,
    S3_ACCESS_KEY_ID: s3.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
  };
}

async function twoPorts(): Promise<readonly [number, number]> {
  return [await freePort(), await freePort()];
}

/** Waits for all, also for those that come after one that failed: none is left that nobody ends. */
async function allStarted<Processes extends readonly Promise<ProductProcess>[]>(
  starting: readonly [...Processes],
): Promise<{ [Index in keyof Processes]: ProductProcess }> {
  await Promise.allSettled(starting);
  return Promise.all(starting) as Promise<{ [Index in keyof Processes]: ProductProcess }>;
}
