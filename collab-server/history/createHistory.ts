import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SnapshotEntry } from '@studio/shared/api';
import { isId, type TakeRow } from '@studio/shared/document';
import { ok, type Result } from '@studio/shared/result';
import type * as Y from 'yjs';
import { BURST_LIMITS, BurstWatch, type BurstLimits } from './autoSnapshot.ts';
import { formatCommitMessage } from './commitMessage.ts';
import type { ReadFailure } from '../projects/readProject.ts';
import { describeChanges } from './describeChanges.ts';
import type { GitFailure } from './git.ts';
import { storeLfsObjects, type BlobSource } from './lfsObjects.ts';
import { EMPTY_MANIFEST, parseManifest } from './projectManifestView.ts';
import { projectTree } from './projectTree.ts';
import { Repository } from './repository.ts';

/** What history needs of the rest of the server. */
export interface HistoryDeps {
  readonly folder: string;
  readonly clock: () => number;
  /** Hands over a project's document and Takes as they are now. */
  readonly readProject: <Value>(
    projectId: string,
    read: (project: Y.Doc, takes: readonly TakeRow[]) => Value,
  ) => Promise<Result<Value, ReadFailure>>;
  /** The hashes of the media that a project holds. */
  readonly blobsOf: (projectId: string) => Promise<ReadonlySet<string>>;
  readonly blobs: BlobSource;
  /** Where git is looked for, as in PATH. */
  readonly searchPath: string;
  /** Runs `work` while no other server writes this project's repository. */
  readonly withLock: <Value>(projectId: string, work: () => Promise<Value>) => Promise<Value>;
  readonly onFailure: (projectId: string, message: string) => void;
  readonly burst?: BurstLimits;
}

/** Why a snapshot was not made. */
export type SnapshotFailure = GitFailure | ReadFailure | 'media-missing';

/** Snapshots of projects as commits. */
export interface History {
  /** Keeps the project as it is now; undefined when nothing changed since the last snapshot. */
  snapshot(
    projectId: string,
    request: { name: string; author: string; isAutomatic: boolean },
  ): Promise<Result<SnapshotEntry | undefined, SnapshotFailure>>;
  /** The snapshots, newest first. */
  list(projectId: string, limit?: number): Promise<Result<readonly SnapshotEntry[], GitFailure>>;
  /** The `project.json` of a snapshot. */
  manifestAt(projectId: string, oid: string): Promise<Result<string, GitFailure>>;
  /** Notes an edit: after a burst of them a snapshot is made by itself. */
  noteEdit(projectId: string, authors: readonly string[]): void;
  /** Makes the snapshots of bursts that have not ended, then stops. */
  dispose(): Promise<void>;
}

const AUTOMATIC_NAME = 'Automatic snapshot';

/** Builds the history of all projects in one folder of bare repositories. */
export function createHistory(deps: HistoryDeps): History {
  const automatic = async (projectId: string, authors: readonly string[]) => {
    const request = { name: AUTOMATIC_NAME, author: authors[0] ?? 'Production Canvas', isAutomatic: true };
    const made = await takeSnapshot(deps, projectId, request, authors);
    if (!made.ok) deps.onFailure(projectId, made.failure.message);
  };
  const watch = new BurstWatch(deps.burst ?? BURST_LIMITS, deps.clock, (projectId, authors) => {
    automatic(projectId, authors).catch((error: unknown) => deps.onFailure(projectId, String(error)));
  });
  return {
    snapshot: (projectId, request) => takeSnapshot(deps, projectId, request, watch.take(projectId)),
    list: (projectId, limit = 200) => listSnapshots(deps, projectId, limit),
    manifestAt: (projectId, oid) => repositoryOf(deps, projectId).fileAt(oid, 'project.json'),
    noteEdit: (projectId, authors) => watch.note(projectId, authors),
    dispose: async () => {
      for (const projectId of watch.endAll()) await automatic(projectId, watch.take(projectId));
    },
  };
}

async function takeSnapshot(
  deps: HistoryDeps,
  projectId: string,
  request: { name: string; author: string; isAutomatic: boolean },
  burstAuthors: readonly string[],
): Promise<Result<SnapshotEntry | undefined, SnapshotFailure>> {
  return deps.withLock(projectId, async () => {
    const held = await deps.blobsOf(projectId);
    const read = await deps.readProject(projectId, (project, takes) =>
      projectTree(project, takes, (sha256) => held.has(sha256)),
    );
    if (!read.ok) return read;
    const tree = read.value;
    const repository = repositoryOf(deps, projectId);
    const ready = await repository.ensure();
    if (!ready.ok) return ready;
    const head = await repository.head();
    const last = head === undefined ? undefined : await repository.fileAt(head, 'project.json');
    if (last?.ok && last.value === tree.manifestText && !(await givesName(repository, request))) return ok(undefined);
    const stored = await storeLfsObjects(deps.blobs, repository.folder, tree.media);
    if (!stored.ok) return stored;
    const changes = describeChanges(
      last?.ok ? parseManifest(last.value) : EMPTY_MANIFEST,
      parseManifest(tree.manifestText),
    );
    const authors = [...new Set([request.author, ...burstAuthors])];
    const message = { name: request.name, isAutomatic: request.isAutomatic, changes, authors: authors.slice(1) };
    const at = deps.clock();
    const made = await repository.commit({
      files: tree.files,
      message: formatCommitMessage(message),
      author: request.author,
      at,
    });
    return made.ok
      ? ok({ ...message, authors, oid: made.value, at: Math.floor(at / 1000) * 1000, changes: [...changes] })
      : made;
  });
}

// A person who names what an automatic snapshot holds already gets a commit of that name: the name is what is new.
async function givesName(repository: Repository, request: { isAutomatic: boolean }): Promise<boolean> {
  if (request.isAutomatic) return false;
  const log = await repository.log(1);
  return log.ok && log.value[0]?.isAutomatic === true;
}

async function listSnapshots(
  deps: HistoryDeps,
  projectId: string,
  limit: number,
): Promise<Result<readonly SnapshotEntry[], GitFailure>> {
  const repository = repositoryOf(deps, projectId);
  const isThere = await stat(repository.folder).then(
    () => true,
    () => false,
  );
  if (!isThere) return ok([]);
  const log = await repository.log(limit);
  return log.ok
    ? ok(log.value.map((commit) => ({ ...commit, authors: [...commit.authors], changes: [...commit.changes] })))
    : log;
}

function repositoryOf(deps: HistoryDeps, projectId: string): Repository {
  if (!isId(projectId)) throw new RangeError('A repository is named by a project id.');
  return new Repository(join(deps.folder, `${projectId}.git`), deps.searchPath);
}
