import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { History } from '../history/createHistory.ts';
import { addProjectBlob } from '../media/projectBlobs.ts';
import type { BlobStore } from '../storage/blobs/blobStore.ts';
import type { OpenDatabase } from '../storage/database.ts';
import { withAdvisoryLock } from '../storage/withAdvisoryLock.ts';
import type { ServerWrites } from '../sync/serverWrites.ts';
import { seedSampleFilm } from './seedSampleFilm.ts';

/** What a new studio's sample film is made from. */
export interface NewStudioParts {
  readonly folder: string;
  readonly database: OpenDatabase;
  readonly blobs: BlobStore;
  readonly history: History;
  readonly sync: ServerWrites;
  readonly clock: () => number;
  readonly log: Logger;
}

/**
 * Gives a studio without projects the sample film, and finishes one whose seeding was cut short. A studio that has
 * projects of its own is left alone. A failure is logged: the studio works without a sample.
 */
export async function seedNewStudio(parts: NewStudioParts): Promise<void> {
  const { database, log } = parts;
  await withAdvisoryLock(database.pool, 'sample', 'film', async () => {
    const projects = await database.kysely.selectFrom('projects').select(['id', 'is_sample']).execute();
    const sample = projects.find((project) => project.is_sample);
    if (projects.length > 0 && !sample) return;
    const seeded = await seedSampleFilm({
      folder: parts.folder,
      blobs: parts.blobs,
      history: parts.history,
      ensureProject: async (title) => sample?.id ?? insertSample(parts, title),
      addBlob: (projectId, blob) => addProjectBlob(database.kysely, projectId, blob, new Date(parts.clock())),
      write: (name, change) => parts.sync.write(name, change),
    });
    if (!seeded.ok) log.error({ code: 'sample.failed', ...seeded.failure }, 'the sample film was not made');
  });
}

async function insertSample(parts: NewStudioParts, title: string): Promise<string> {
  const id = randomUUID();
  const at = new Date(parts.clock());
  await parts.database.kysely
    .insertInto('projects')
    .values({ id, title, poster: null, created_at: at, changed_at: at, is_sample: true })
    .execute();
  return id;
}
