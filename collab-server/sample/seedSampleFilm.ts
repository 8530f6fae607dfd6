import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import {
  addComment,
  addTakes,
  resolveThread,
  restoreManifest,
  rootMap,
  SERVICE,
  startProject,
  startThread,
  type DocumentName,
} from '@studio/shared/document';
import { fail, ok, type Result } from '@studio/shared/result';
import type * as Y from 'yjs';
import type { History } from '../history/createHistory.ts';
import type { BlobStore } from '../storage/blobs/blobStore.ts';
import { readRecording, type RecordedReview, type RecordedStage, type Recording } from './readRecording.ts';

/** What seeding needs of the server. */
export interface SeedParts {
  /** Where the recording lies: `film.json` and `media/`. */
  readonly folder: string;
  readonly blobs: BlobStore;
  readonly history: Pick<History, 'snapshot' | 'list'>;
  /** The sample project: made when there is none, and found again when an earlier seeding was cut short. */
  readonly ensureProject: (title: string) => Promise<string>;
  readonly addBlob: (projectId: string, blob: { sha256: string; mime: string; bytes: number }) => Promise<void>;
  readonly write: (name: DocumentName, change: (doc: Y.Doc) => Result<unknown>) => Promise<Result<unknown>>;
}

const AUTHOR = 'Sample director';

/**
 * Gives a new studio the finished sample film: its media, its Takes, its notes, and a snapshot for each stage of its
 * making. Every step may be repeated, so a start that was killed half-way is finished by the next one.
 */
export async function seedSampleFilm(parts: SeedParts): Promise<Result<string>> {
  const recording = await readRecording(parts.folder);
  const last = recording.stages.at(-1);
  if (!last) return fail('empty', 'The recording of the sample film has no stage.');
  const projectId = await parts.ensureProject(last.manifest.meta.title);
  if (await isSeeded(parts, projectId, last)) return ok(projectId);
  const stored = await storeMedia(parts, projectId, recording);
  if (!stored.ok) return stored;
  const begun = await parts.write({ kind: 'project', projectId }, (doc) => startProject(doc, last.manifest.meta.title));
  if (!begun.ok) return begun;
  for (const stage of recording.stages) {
    const staged = await writeStage(parts, projectId, recording, stage);
    if (!staged.ok) return staged;
  }
  for (const review of recording.reviews) {
    const reviewed = await parts.write({ kind: 'review', projectId, subject: review.shotId }, (doc) =>
      writeReview(doc, review),
    );
    if (!reviewed.ok) return reviewed;
  }
  return ok(projectId);
}

async function isSeeded(parts: SeedParts, projectId: string, last: RecordedStage): Promise<boolean> {
  const listed = await parts.history.list(projectId);
  return listed.ok && listed.value.some((snapshot) => snapshot.name === last.name);
}

async function storeMedia(parts: SeedParts, projectId: string, recording: Recording): Promise<Result<void>> {
  for (const media of recording.media) {
    const bytes = createReadStream(join(parts.folder, 'media', media.sha256));
    const stored = await parts.blobs.put(bytes, { expectedSha256: media.sha256 });
    if (!stored.ok) return stored;
    await parts.addBlob(projectId, media);
  }
  return ok(undefined);
}

async function writeStage(
  parts: SeedParts,
  projectId: string,
  recording: Recording,
  stage: RecordedStage,
): Promise<Result<unknown>> {
  const shown = new Set(stage.takeIds);
  const takes = recording.takes.filter((take) => shown.has(take.id));
  const ledger = await parts.write({ kind: 'ledger', projectId }, (doc) => addTakes(doc, takes));
  if (!ledger.ok) return ledger;
  const project = await parts.write({ kind: 'project', projectId }, (doc) =>
    restoreManifest(doc, stage.manifest, SERVICE),
  );
  if (!project.ok) return project;
  return parts.history.snapshot(projectId, { name: stage.name, author: AUTHOR, isAutomatic: false });
}

// A review is one update, journaled whole: its first note says that all of it is there.
function writeReview(doc: Y.Doc, review: RecordedReview): Result<void> {
  if (review.threads.some((thread) => rootMap(doc, 'threads').has(thread.id))) return ok(undefined);
  for (const thread of review.threads) {
    const [first, ...answers] = review.comments.filter((comment) => comment.threadId === thread.id);
    if (!first) return fail('invalid', `Note ${thread.id} of the recording has no comment.`);
    const started = startThread(doc, thread, first, SERVICE);
    if (!started.ok) return started;
    for (const answer of answers) {
      const answered = addComment(doc, answer, SERVICE);
      if (!answered.ok) return answered;
    }
  }
  for (const resolution of review.resolutions) {
    const resolved = resolveThread(doc, resolution, SERVICE);
    if (!resolved.ok) return resolved;
  }
  return ok(undefined);
}
