import { resolve } from 'node:path';
import { type Environment, readConfiguration } from '@studio/shared/configuration';
import { ok, type Result } from '@studio/shared/result';

/** What the collab-server is set to. Folders are absolute; `publicUrl` has no trailing slash. */
export interface CollabConfiguration {
  readonly port: number;
  readonly publicUrl: string;
  readonly dataFolder: string;
  /** Where another build of the client lies than the one beside this server. */
  readonly clientFolder: string | undefined;
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly s3: S3Configuration | undefined;
  readonly serviceKey: string;
  readonly secret: string;
  readonly hasSample: boolean;
  readonly logLevel: string;
  readonly searchPath: string;
}

/** The S3 store for media, where one is set. */
export interface S3Configuration {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Reads the settings of this process; fails with one line for each that is wrong or missing. */
export function readCollabConfiguration(
  environment: Environment,
): Result<CollabConfiguration, 'invalid-configuration'> {
  const read = readConfiguration(environment, ['DATABASE_URL', 'STUDIO_SERVICE_KEY', 'STUDIO_SECRET'] as const);
  if (!read.ok) return read;
  const values = read.value;
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region } = values;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  return ok({
    port: values.PORT,
    publicUrl: new URL(values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).origin,
    dataFolder: resolve(values.STUDIO_DATA),
    clientFolder: values.STUDIO_CLIENT === undefined ? undefined : resolve(values.STUDIO_CLIENT),
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    // The reader has made sure that these come together.
    s3:
      endpoint && bucket && accessKeyId && secretAccessKey
        ? { endpoint, region, bucket, accessKeyId, secretAccessKey }
        : undefined,
    serviceKey: values.STUDIO_SERVICE_KEY,
    secret: values.STUDIO_SECRET,
    hasSample: values.STUDIO_SAMPLE === 'yes',
    logLevel: values.LOG_LEVEL,
    searchPath: environment['PATH'] ?? '',
  });
}
