import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { createGate } from '../media/createGate.ts';
import { listProjectBlobs } from '../media/projectBlobs.ts';
import { type ProjectReading, readProject } from '../projects/readProject.ts';
import type { Sync } from '../sync/createSync.ts';
import type { BlobStore } from '../storage/blobs/blobStore.ts';
import { withAdvisoryLock } from '../storage/withAdvisoryLock.ts';
import { createHistory, type History } from './createHistory.ts';

// Each holds a connection of the pool for its lock while git works; the journal must always find one.
const SNAPSHOTS_AT_ONCE = 4;

/** The parts of the server that history stands on. */
export interface HistoryParts {
  readonly folder: string;
  readonly searchPath: string;
  readonly clock: () => number;
  readonly log: Logger;
  readonly pool: Pool;
  readonly blobs: BlobStore;
  readonly reading: ProjectReading;
  readonly onChanged: Sync['onChanged'];
}

/** Builds history on the live documents: edits of projects count towards automatic snapshots. */
export function connectHistory(parts: HistoryParts): History {
  const { blobs, log } = parts;
  const gate = createGate(SNAPSHOTS_AT_ONCE);
  const history = createHistory({
    folder: parts.folder,
    searchPath: parts.searchPath,
    clock: parts.clock,
    blobs: { pathOf: async (sha256) => blobs.path?.(sha256), open: (sha256) => blobs.get(sha256) },
    blobsOf: (projectId) => listProjectBlobs(parts.reading.database, projectId),
    readProject: (projectId, look) => readProject(parts.reading, projectId, look),
    withLock: (projectId, work) => gate(() => withAdvisoryLock(parts.pool, 'repository', projectId, work)),
    onFailure: (projectId, message) =>
      log.error({ projectId, code: 'history.snapshot-failed', message }, 'an automatic snapshot was not made'),
  });
  const unsubscribe = parts.onChanged((name, authors) => {
    if (name.kind !== 'project') return;
    const people = authors.filter((author) => author.kind !== 'service').map((author) => author.name);
    history.noteEdit(name.projectId, people);
  });
  return {
    ...history,
    dispose: () => {
      unsubscribe();
      return history.dispose();
    },
  };
}
