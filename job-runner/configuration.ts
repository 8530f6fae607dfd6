import { resolve } from 'node:path';
import { type ComfyuiWorkerAddress, type Environment, readConfiguration } from '@studio/shared/configuration';
import { ok, type Result } from '@studio/shared/result';
import type { MediaTools } from './media/mediaTools.ts';

/** What a job-runner is set to. Folders are absolute; addresses have no trailing slash. */
export interface RunnerConfiguration {
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly collabUrl: string;
  readonly serviceKey: string;
  readonly workers: readonly ComfyuiWorkerAddress[];
  readonly tools: MediaTools;
  readonly cacheFolder: string;
  readonly logLevel: string;
  /** Where /health and /metrics answer; undefined opens no port. */
  readonly port: number | undefined;
}

/** Reads the settings of this process; fails with one line for each that is wrong or missing. */
export function readRunnerConfiguration(
  environment: Environment,
): Result<RunnerConfiguration, 'invalid-configuration'> {
  const required = ['DATABASE_URL', 'STUDIO_SERVICE_KEY', 'COMFYUI_WORKERS'] as const;
  const read = readConfiguration(environment, required);
  if (!read.ok) return read;
  const values = read.value;
  return ok({
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    collabUrl: (values.COLLAB_URL ?? `http://127.0.0.1:${values.PORT}`).replace(/\/+$/, ''),
    serviceKey: values.STUDIO_SERVICE_KEY,
    workers: values.COMFYUI_WORKERS,
    tools: { ffmpegPath: values.FFMPEG_PATH, ffprobePath: values.FFPROBE_PATH },
    cacheFolder: resolve(values.STUDIO_DATA, 'cache', 'job-runner'),
    logLevel: values.LOG_LEVEL,
    port: values.RUNNER_PORT,
  });
}
