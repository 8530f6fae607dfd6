import { type DocumentName, readRows, readTake, rootMap, type TakeRow } from '@studio/shared/document';
import { fail, type Result } from '@studio/shared/result';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type * as Y from 'yjs';
import type { BlobStore } from '../storage/blobs/blobStore.ts';
import { withAdvisoryLock } from '../storage/withAdvisoryLock.ts';
import { createHistory, type History, type ReadFailure } from './createHistory.ts';

/** The parts of the server that history stands on. */
export interface HistoryParts {
  readonly folder: string;
  readonly searchPath: string;
  readonly clock: () => number;
  readonly log: Logger;
  readonly pool: Pool;
  readonly blobs: BlobStore;
  readonly documents: {
    read<Value>(name: DocumentName, look: (doc: Y.Doc) => Value): Promise<Result<Value, 'load-failed'>>;
    onChanged(listener: (name: DocumentName, authors: readonly { name: string }[]) => void): () => void;
  };
}

/** Builds history on the live documents: edits of projects count towards automatic snapshots. */
export function connectHistory(parts: HistoryParts): History {
  const { blobs, documents, log } = parts;
  const history = createHistory({
    folder: parts.folder,
    searchPath: parts.searchPath,
    clock: parts.clock,
    blobs: { pathOf: async (sha256) => blobs.path?.(sha256), open: (sha256) => blobs.get(sha256) },
    readProject: (projectId, read) => readProject(parts, projectId, read),
    withLock: (projectId, work) => withAdvisoryLock(parts.pool, 'repository', projectId, work),
    onFailure: (projectId, message) =>
      log.error({ projectId, code: 'history.snapshot-failed', message }, 'an automatic snapshot was not made'),
  });
  const unsubscribe = documents.onChanged((name, authors) => {
    if (name.kind === 'project')
      history.noteEdit(
        name.projectId,
        authors.map((author) => author.name),
      );
  });
  return {
    ...history,
    dispose: () => {
      unsubscribe();
      return history.dispose();
    },
  };
}

async function readProject<Value>(
  parts: HistoryParts,
  projectId: string,
  read: (project: Y.Doc, takes: readonly TakeRow[]) => Value,
): Promise<Result<Value, ReadFailure>> {
  const known = await parts.pool.query('select 1 from projects where id = $1', [projectId]);
  if (known.rowCount === 0) return fail('no-project', 'This project is not here any more.');
  const takes = await parts.documents.read({ kind: 'ledger', projectId }, (doc) => [
    ...readRows(rootMap(doc, 'takes'), readTake).values(),
  ]);
  return takes.ok ? parts.documents.read({ kind: 'project', projectId }, (doc) => read(doc, takes.value)) : takes;
}
