import { join } from 'node:path';
import type { CollabConfiguration } from '../../configuration.ts';
import type { BlobStore } from './blobStore.ts';
import { createDiskBlobStore } from './diskBlobStore.ts';
import { createS3BlobStore } from './s3BlobStore.ts';

/** The store that the configuration asks for: S3 where it is set, else a folder of the data folder. */
export function createBlobStore(configuration: CollabConfiguration): BlobStore {
  const folder = join(configuration.dataFolder, 'blobs');
  if (!configuration.s3) return createDiskBlobStore(folder);
  return createS3BlobStore({ ...configuration.s3, incomingFolder: join(folder, 'incoming') });
}
