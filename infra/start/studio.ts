import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '@studio/shared/configuration';
import { STOP_GRACE_MS, STOP_WITHIN_MS } from '@studio/shared/service';
import { freePort, type PostgresCluster } from '../postgres/postgresCluster.ts';
import { withProgress } from './bootstrap/progress.mjs';
import { childEnvironment, dataFolderOf, type SimulatedWorker, simulatedEnvironment } from './childEnvironments.ts';
import type { LogLevel } from './childLog.ts';
import { hasEmbeddedPostgres, startEmbeddedPostgres, studioDatabaseUrl } from './embeddedPostgres.ts';
import { forgetChildren, recordChild } from './orphans.ts';
import { keepSecrets, type Secrets } from './secrets.ts';
import { type ReadyMessage, SupervisedProcess } from './supervisedProcess.ts';

const READY_TIMEOUT_MS = 120_000;

type ChildName = Exclude<keyof typeof STOP_WITHIN_MS, 'postgres'>;

/** The programs of the studio, as files to run. */
export interface StudioEntries {
  readonly collabServer: string;
  readonly jobRunner: string;
  readonly simulatedComfyui: string;
}

export interface StudioOptions {
  readonly configuration: Configuration;
  readonly inherited: NodeJS.ProcessEnv;
  readonly entries: StudioEntries;
  readonly terminalLevel: LogLevel;
  /** The studio cannot go on; the caller stops it and ends. */
  readonly onGivenUp: (reason: string) => void;
}

/** The running parts of a studio: starts them in order, keeps them running, stops them in the opposite order. */
export class Studio {
  private readonly options: StudioOptions;
  private readonly dataFolder: string;
  private readonly processes: { name: ChildName; process: SupervisedProcess }[] = [];
  private cluster: PostgresCluster | undefined;
  private isStopping = false;

  constructor(options: StudioOptions) {
    this.options = options;
    this.dataFolder = dataFolderOf(options.configuration);
  }

  /** Starts what the role asks for; resolves with what the collab-server said, when it runs here. Throws when a part does not start. */
  async start(): Promise<{ collabServer?: ReadyMessage; simulatedWorkers: readonly SimulatedWorker[] }> {
    const { configuration, inherited, entries } = this.options;
    mkdirSync(join(this.dataFolder, 'logs'), { recursive: true });
    // Asked for before anything is written: in a role alone the secrets are given by configuration.
    const secrets = configuration.STUDIO_ROLE === 'runner' ? undefined : keepSecrets(this.dataFolder);
    const databaseUrl = configuration.DATABASE_URL ?? (await this.startPostgres(secrets));
    const simulatedWorkers = await this.chooseSimulatedWorkers();
    const parts = { configuration, inherited, dataFolder: this.dataFolder, databaseUrl, secrets, simulatedWorkers };
    const environment = childEnvironment(parts);
    const simulated = simulatedEnvironment(environment, simulatedWorkers);
    if (configuration.STUDIO_ROLE === 'runner') {
      if (simulatedWorkers.length > 0) await this.startChild('simulated-comfyui', entries.simulatedComfyui, simulated);
      await this.startChild('job-runner', entries.jobRunner, environment);
      return { simulatedWorkers };
    }
    const collabServer = await this.startChild('collab-server', entries.collabServer, environment);
    await waitForHealth(`http://127.0.0.1:${configuration.PORT}/health`);
    if (configuration.STUDIO_ROLE === 'all') {
      if (simulatedWorkers.length > 0) await this.startChild('simulated-comfyui', entries.simulatedComfyui, simulated);
      await this.startChild('job-runner', entries.jobRunner, environment);
    }
    return { collabServer, simulatedWorkers };
  }

  /** Stops all parts, the last started first, and the database at the end. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const { name, process } of this.stopOrder()) await process.stop(STOP_WITHIN_MS[name] + STOP_GRACE_MS);
    await this.cluster?.stop(STOP_WITHIN_MS.postgres + STOP_GRACE_MS);
    forgetChildren(this.dataFolder);
  }

  /** Ends everything at once; the database recovers what was acknowledged at its next start. */
  async kill(): Promise<void> {
    this.isStopping = true;
    for (const { process } of this.processes) process.kill();
    await this.cluster?.stop(1000);
  }

  private stopOrder() {
    const order: ChildName[] = ['job-runner', 'collab-server', 'simulated-comfyui'];
    return this.processes.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  }

  private async startPostgres(secrets: Secrets | undefined): Promise<string> {
    if (!secrets) throw new Error('The embedded database runs only beside a collab-server.');
    const label = hasEmbeddedPostgres(this.dataFolder) ? 'Starting the database' : 'Creating the database';
    const start = () =>
      startEmbeddedPostgres({
        dataFolder: this.dataFolder,
        logFile: join(this.dataFolder, 'logs', 'postgres.log'),
        password: secrets.databasePassword,
        ...(this.cluster === undefined ? {} : { port: this.cluster.port }),
      });
    const keep = (cluster: PostgresCluster): void => {
      this.cluster = cluster;
      void cluster.process.exited.then(async (code) => {
        if (this.isStopping) return;
        console.log(`The database ended (code ${code}) and starts again.`);
        await start().then(keep, (error: unknown) => this.options.onGivenUp(String(error)));
      });
    };
    const cluster = await withProgress(label, start);
    keep(cluster);
    return studioDatabaseUrl(cluster);
  }

  private async chooseSimulatedWorkers(): Promise<readonly SimulatedWorker[]> {
    const { COMFYUI_WORKERS, STUDIO_ROLE } = this.options.configuration;
    if (COMFYUI_WORKERS !== undefined || STUDIO_ROLE === 'collab') return [];
    const sizes = [12, 16, 24] as const;
    return Promise.all(sizes.map(async (vramGb) => ({ port: await freePort(), vramGb })));
  }

  private startChild(name: ChildName, entry: string, environment: NodeJS.ProcessEnv): Promise<ReadyMessage> {
    const process = new SupervisedProcess({
      name,
      entry,
      environment,
      logFolder: join(this.dataFolder, 'logs'),
      terminalLevel: this.options.terminalLevel,
      readyTimeoutMs: READY_TIMEOUT_MS,
      onLaunched: (pid) => recordChild(this.dataFolder, name, pid),
      onGivenUp: this.options.onGivenUp,
    });
    this.processes.push({ name, process });
    return withProgress(`Starting ${name}`, () => process.start());
  }
}

async function waitForHealth(url: string): Promise<void> {
  const signal = AbortSignal.timeout(30_000);
  while (!signal.aborted) {
    const response = await fetch(url, { signal }).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The collab-server does not answer at ${url}.`);
}
