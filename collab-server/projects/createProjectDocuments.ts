import { type CommandResult, SERVICE, startProject, updateMeta } from '@studio/shared/document';
import type * as Y from 'yjs';
import type { ChangeAuthor } from '../sync/ports.ts';
import type { ServerWrites } from '../sync/serverWrites.ts';
import type { ProjectDocuments } from './projectDocuments.ts';

/** Writes what projects ask of documents through the server's own way into them. */
export function createProjectDocuments(
  writes: Pick<ServerWrites, 'write'>,
  publishShare: ProjectDocuments['publishShare'],
): ProjectDocuments {
  async function write(projectId: string, change: (doc: Y.Doc) => CommandResult, by?: ChangeAuthor): Promise<void> {
    const written = await writes.write({ kind: 'project', projectId }, change, by);
    if (!written.ok) throw new Error(`The project's document was not written: ${written.failure.message}`);
  }
  return {
    create: (projectId, { title }, by) => write(projectId, (doc) => startProject(doc, title), by),
    rename: (projectId, title, by) => write(projectId, (doc) => updateMeta(doc, { title }, SERVICE), by),
    publishShare,
  };
}
