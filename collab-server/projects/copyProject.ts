import type { Person } from '@studio/shared/api';
import type { ProjectManifest, TakeRow } from '@studio/shared/document';
import { shareReadableBlobs } from '../media/projectBlobs.ts';
import { createProject, findProject, type ProjectParts } from './projects.ts';

/** What a copy begins with, and whose content that was. */
export interface CopyWish {
  readonly title: string;
  readonly manifest: ProjectManifest;
  readonly fromProjectId?: string | undefined;
}

/** A copy that was made. */
export interface MadeCopy {
  readonly projectId: string;
  readonly takes: number;
  readonly mediaLeftBehind: number;
}

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Makes a project of the person's own from content that they have. Takes come along from a project that they may read
 * now, and media from any: where they may not, it stays behind as if it did not exist.
 */
export async function copyProject(parts: ProjectParts, person: Person, wish: CopyWish): Promise<MadeCopy> {
  const { title, manifest, fromProjectId } = wish;
  const projectId = await createProject(parts, { title, creator: person, manifest });
  const source = fromProjectId === undefined ? undefined : await findProject(parts.database, person, fromProjectId);
  const slots = new Set(Object.keys(manifest.nodes));
  const takes = source && !source.isArchived ? await parts.documents.copyTakes(source.id, projectId, slots) : [];
  const hashes = [...new Set([...takes.flatMap(mediaOf), ...hashesIn(manifest.nodes)])];
  const at = new Date(parts.clock());
  const shared = await shareReadableBlobs(parts.database, person, { projectId, hashes, at });
  return { projectId, takes: takes.length, mediaLeftBehind: hashes.length - shared };
}

function mediaOf({ media, thumbnail, filmstrip, waveform, edl }: TakeRow): string[] {
  return [media, thumbnail, filmstrip, waveform, edl].flatMap((reference) => (reference ? [reference.sha256] : []));
}

function hashesIn(nodes: ProjectManifest['nodes']): string[] {
  return Object.values(nodes).flatMap(({ fields }) =>
    Object.values(fields).filter((value): value is string => typeof value === 'string' && SHA256.test(value)),
  );
}
