import { SERVICE, updateMeta } from '@studio/shared/document';
import type { ServerWrites } from '../sync/serverWrites.ts';
import type { ProjectDocuments } from './projectDocuments.ts';

/** Writes what projects ask of documents through the server's own way into them. */
export function createProjectDocuments(
  writes: Pick<ServerWrites, 'write'>,
  publishShare: ProjectDocuments['publishShare'],
): ProjectDocuments {
  async function writeTitle(projectId: string, title: string): Promise<void> {
    const written = await writes.write({ kind: 'project', projectId }, (doc) => updateMeta(doc, { title }, SERVICE));
    if (!written.ok) throw new Error(`The title was not written: ${written.failure.message}`);
  }
  return { create: (projectId, { title }) => writeTitle(projectId, title), rename: writeTitle, publishShare };
}
