import { resolve } from 'node:path';
import type { Configuration } from '@studio/shared/configuration';
import type { Secrets } from './secrets.ts';

/** One simulated worker: the port it listens on and the memory it pretends to have. */
export interface SimulatedWorker {
  readonly port: number;
  readonly vramGb: 12 | 16 | 24;
}

export interface EnvironmentParts {
  readonly configuration: Configuration;
  /** The environment of the supervisor, passed on. */
  readonly inherited: NodeJS.ProcessEnv;
  readonly dataFolder: string;
  readonly databaseUrl: string;
  readonly secrets: Secrets | undefined;
  readonly simulatedWorkers: readonly SimulatedWorker[];
}

/** The address at which browsers reach the studio. */
export function publicUrl(configuration: Configuration): string {
  return configuration.PUBLIC_URL ?? `http://localhost:${configuration.PORT}`;
}

/** The absolute path of the data folder. */
export function dataFolderOf(configuration: Configuration): string {
  return resolve(configuration.STUDIO_DATA);
}

/** What every child gets: the supervisor's own environment with every open choice filled in. */
export function childEnvironment(parts: EnvironmentParts): NodeJS.ProcessEnv {
  const { configuration, secrets, simulatedWorkers } = parts;
  const simulated = simulatedWorkers.map(({ port, vramGb }) => `http://127.0.0.1:${port}#tier=${vramGb}`).join(',');
  return {
    ...parts.inherited,
    PORT: String(configuration.PORT),
    PUBLIC_URL: publicUrl(configuration),
    COLLAB_URL: configuration.COLLAB_URL ?? `http://127.0.0.1:${configuration.PORT}`,
    STUDIO_ROLE: configuration.STUDIO_ROLE,
    STUDIO_DATA: parts.dataFolder,
    STUDIO_SAMPLE: configuration.STUDIO_SAMPLE,
    LOG_LEVEL: configuration.LOG_LEVEL,
    DATABASE_URL: parts.databaseUrl,
    STUDIO_SERVICE_KEY: configuration.STUDIO_SERVICE_KEY ?? secrets?.serviceKey,
    STUDIO_SECRET: configuration.STUDIO_SECRET ?? secrets?.sessionSecret,
    ...(simulated === '' ? {} : { COMFYUI_WORKERS: simulated }),
  };
}

/** What the process of the simulated workers gets: `port:GB` for each, separated by commas. */
export function simulatedEnvironment(
  environment: NodeJS.ProcessEnv,
  workers: readonly SimulatedWorker[],
): NodeJS.ProcessEnv {
  return { ...environment, SIMULATED_WORKERS: workers.map(({ port, vramGb }) => `${port}:${vramGb}`).join(',') };
}
