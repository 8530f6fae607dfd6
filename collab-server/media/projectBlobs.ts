import type { GuestPass } from '@studio/shared/api';
import type { Kysely } from 'kysely';
import { type Asking, entersEveryProject } from '../projects/projects.ts';
import type { StoredBlob } from '../storage/blobs/blobStore.ts';
import type { Database } from '../storage/database.ts';

/** Says that a project holds a blob, so that its members may read it. */
export async function addProjectBlob(
  database: Kysely<Database>,
  projectId: string,
  blob: StoredBlob & { readonly mime: string },
  at: Date,
): Promise<void> {
  await database
    .insertInto('project_blobs')
    .values({ project_id: projectId, sha256: blob.sha256, mime: blob.mime, bytes: blob.bytes, added_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Gives a project those of the blobs that the person may read elsewhere, which they could as well download and upload
 * again. Resolves to how many that were; the others stay what they are to them: not there.
 */
export async function shareReadableBlobs(
  database: Kysely<Database>,
  asking: Asking,
  { projectId, hashes, at }: { readonly projectId: string; readonly hashes: readonly string[]; readonly at: Date },
): Promise<number> {
  if (hashes.length === 0) return 0;
  const held = database
    .selectFrom('project_blobs')
    .distinctOn('project_blobs.sha256')
    .select(['project_blobs.sha256', 'project_blobs.mime', 'project_blobs.bytes'])
    .where('project_blobs.sha256', 'in', hashes);
  const readable = entersEveryProject(asking.role)
    ? held
    : held
        .innerJoin('project_members', 'project_members.project_id', 'project_blobs.project_id')
        .where('project_members.person_id', '=', asking.id);
  const rows = await readable.execute();
  for (const row of rows) await addProjectBlob(database, projectId, row, at);
  return rows.length;
}

/** The hashes of all blobs that a project holds. */
export async function listProjectBlobs(database: Kysely<Database>, projectId: string): Promise<ReadonlySet<string>> {
  const rows = await database
    .selectFrom('project_blobs')
    .select('sha256')
    .where('project_id', '=', projectId)
    .execute();
  return new Set(rows.map((row) => row.sha256));
}

/** The type of a blob for our own processes, whoever holds it; undefined when no project does. */
export async function findBlobType(database: Kysely<Database>, sha256: string): Promise<string | undefined> {
  return (await blobsOf(database, sha256).executeTakeFirst())?.mime;
}

/** The type of a blob that a project holds which the person may enter; undefined when there is none. */
export async function findBlobTypeFor(
  database: Kysely<Database>,
  asking: Asking,
  sha256: string,
): Promise<string | undefined> {
  if (entersEveryProject(asking.role)) return findBlobType(database, sha256);
  const row = await blobsOf(database, sha256)
    .innerJoin('project_members', 'project_members.project_id', 'project_blobs.project_id')
    .where('project_members.person_id', '=', asking.id)
    .executeTakeFirst();
  return row?.mime;
}

/** The type of a blob that one of a guest's links shows; undefined when none does. */
export async function findBlobTypeForGuests(
  database: Kysely<Database>,
  guests: readonly Pick<GuestPass, 'linkId'>[],
  sha256: string,
): Promise<string | undefined> {
  if (guests.length === 0) return undefined;
  const linkIds = guests.map(({ linkId }) => linkId);
  const row = await blobsOf(database, sha256)
    .innerJoin('shared_blobs', 'shared_blobs.sha256', 'project_blobs.sha256')
    .innerJoin('share_links', (join) =>
      join
        .onRef('share_links.id', '=', 'shared_blobs.link_id')
        .onRef('share_links.project_id', '=', 'project_blobs.project_id'),
    )
    .where('shared_blobs.link_id', 'in', linkIds)
    .executeTakeFirst();
  return row?.mime;
}

function blobsOf(database: Kysely<Database>, sha256: string) {
  return database
    .selectFrom('project_blobs')
    .select('project_blobs.mime')
    .where('project_blobs.sha256', '=', sha256)
    .orderBy('project_blobs.added_at')
    .limit(1);
}
