import {
  addTakes,
  type CommandResult,
  readRows,
  readTake,
  restoreManifest,
  rootMap,
  SERVICE,
  startProject,
  updateMeta,
} from '@studio/shared/document';
import type * as Y from 'yjs';
import type { ChangeAuthor } from '../sync/ports.ts';
import type { ServerWrites } from '../sync/serverWrites.ts';
import type { ProjectDocuments } from './projectDocuments.ts';

/** Writes what projects ask of documents through the server's own way into them. */
export function createProjectDocuments(
  writes: Pick<ServerWrites, 'write' | 'read'>,
  publishShare: ProjectDocuments['publishShare'],
): ProjectDocuments {
  async function write(projectId: string, change: (doc: Y.Doc) => CommandResult, by?: ChangeAuthor): Promise<void> {
    const written = await writes.write({ kind: 'project', projectId }, change, by);
    if (!written.ok) throw new Error(`The project's document was not written: ${written.failure.message}`);
  }
  return {
    create: (projectId, first, by) => write(projectId, (doc) => begin(doc, first), by),
    rename: (projectId, title, by) => write(projectId, (doc) => updateMeta(doc, { title }, SERVICE), by),
    copyTakes: async (fromProjectId, toProjectId, slots) => {
      const read = await writes.read({ kind: 'ledger', projectId: fromProjectId }, (ledger) =>
        [...readRows(rootMap(ledger, 'takes'), readTake).values()].filter((take) => slots.has(take.slotId)),
      );
      if (!read.ok) throw new Error(`The ledger was not read: ${read.failure.message}`);
      const written = await writes.write({ kind: 'ledger', projectId: toProjectId }, (doc) =>
        addTakes(doc, read.value),
      );
      if (!written.ok) throw new Error(`The ledger was not written: ${written.failure.message}`);
      return read.value;
    },
    publishShare,
  };
}

function begin(doc: Y.Doc, { title, manifest }: Parameters<ProjectDocuments['create']>[1]): CommandResult {
  const started = startProject(doc, title);
  if (!started.ok || !manifest) return started;
  return restoreManifest(doc, { ...manifest, meta: { ...manifest.meta, title } }, SERVICE);
}
