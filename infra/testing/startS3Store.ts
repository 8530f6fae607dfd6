import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface S3Server {
  run(): Promise<{ readonly port: number }>;
  close(): Promise<void>;
}

// It has no types of its own.
const require = createRequire(import.meta.url);
const S3rver = require('s3rver') as new (options: {
  readonly port: number;
  readonly silent: boolean;
  readonly directory: string;
  readonly configureBuckets: readonly { readonly name: string; readonly configs: readonly string[] }[];
}) => S3Server;

/** A running S3 store for tests with one empty bucket. */
export interface TestS3Store {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  stop(): Promise<void>;
}

/** Starts an S3 store in this process, on a free port of loopback and in a folder of its own that goes with it. */
export async function startS3Store(): Promise<TestS3Store> {
  const directory = mkdtempSync(join(tmpdir(), 'studio-s3-'));
  const bucket = 'studio-media';
  const server = new S3rver({ port: 0, silent: true, directory, configureBuckets: [{ name: bucket, configs: [] }] });
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    region: 'us-east-1',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
    stop: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
