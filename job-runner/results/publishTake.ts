import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaReference, Quality, TakeKind, TakeRecipe, TakeRow } from '@studio/shared/document';
import { fail, ok, type Result } from '@studio/shared/result';
import { takeName, takesOfSlot } from '@studio/shared/takes';
import type { CollabClient } from '../collab/collabClient.ts';
import type { TakeIssues } from '../database/takeIssues.ts';
import { projectTakes } from '../generation/projectReading.ts';
import type { MediaTools } from '../media/mediaTools.ts';
import { type MediaProbe, probeMedia } from '../media/probeMedia.ts';
import type { Run } from '../runs/run.ts';
import { makeViews, type TakeViews } from './makeViews.ts';
import { stripMetadata } from './stripMetadata.ts';

/** What publishing works with. */
export interface PublishParts {
  readonly collab: Pick<CollabClient, 'uploadFile'>;
  readonly issues: TakeIssues;
  readonly tools: MediaTools;
  /** Where files are worked on; each result gets a folder that is removed. */
  readonly workFolder: string;
  readonly clock: () => number;
}

/** A finished result: where its bytes are, and whose Take it becomes. */
export interface FinishedResult {
  readonly run: Run;
  readonly index: number;
  readonly source: { readonly file: string } | { readonly bytes: Uint8Array; readonly fileName: string };
  readonly nodeId: string;
  readonly slotId: string;
  /** `film` for a render; otherwise what the bytes are decides. */
  readonly kind: TakeKind;
  readonly naming: { readonly shotNumber: string; readonly slotLabel: string; readonly isStillOfShot: boolean };
  readonly requestHash: string;
  readonly quality: Quality;
  readonly notice: string;
  readonly recipe: TakeRecipe | null;
  /** The list that a film was rendered from. */
  readonly edl?: MediaReference;
}

/** Why a result did not become a Take. */
export type PublishReason = 'stale' | 'unusable-result';

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'video/x-matroska': 'mkv',
};

/**
 * Makes a Take of a result: checked by probing, its metadata taken off, stored by hash with its views, numbered. The
 * Take is not in the ledger yet. Doing it twice for one intent and index gives the same Take.
 */
export async function publishTake(
  parts: PublishParts,
  result: FinishedResult,
): Promise<Result<TakeRow, PublishReason>> {
  const folder = await mkdtemp(join(parts.workFolder, 'result-'));
  try {
    return await publishFrom(parts, result, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function publishFrom(
  parts: PublishParts,
  result: FinishedResult,
  folder: string,
): Promise<Result<TakeRow, PublishReason>> {
  const { tools } = parts;
  const signal = result.run.signal;
  const raw = await sourceFile(result, folder);
  const probed = await probeMedia(raw, tools, { signal });
  if (!probed.ok) return unusable(probed.failure.message);
  if (probed.value.kind === 'audio') return unusable('The result has sound but no picture.');
  // A film is our own work from end to end, and its timecode track must stay.
  const isOurs = result.kind === 'film';
  const clean = isOurs ? ok(raw) : await stripMetadata({ file: raw, probe: probed.value, folder, tools, signal });
  if (!clean.ok) return unusable(clean.failure.message);
  const views = await makeViews({ file: clean.value, probe: probed.value, folder, tools, signal });
  if (!views.ok) return unusable(views.failure.message);
  const upload = (file: string, mime: string) => parts.collab.uploadFile(result.run.projectId, file, mime, signal);
  const media = await upload(clean.value, probed.value.mime);
  const stored: StoredViews = {
    thumbnail: await upload(views.value.thumbnail, 'image/webp'),
    filmstrip: views.value.filmstrip ? await storeFilmstrip(upload, views.value.filmstrip) : null,
    waveform: views.value.waveform ? await upload(views.value.waveform, 'application/json') : null,
  };
  return parts.issues.issue({
    projectId: result.run.projectId,
    intentId: result.run.intent.id,
    index: result.index,
    attempt: result.run.attempt,
    slotId: result.slotId,
    requestHash: result.requestHash,
    known: greatestKnown(result),
    complete: (issued) => completeTake(parts, result, { ...issued, probe: probed.value, media, stored }),
  });
}

async function storeFilmstrip(
  upload: (file: string, mime: string) => Promise<MediaReference>,
  strip: NonNullable<TakeViews['filmstrip']>,
): Promise<TakeRow['filmstrip']> {
  const { file, columns, rows, frames } = strip;
  return { ...(await upload(file, 'image/jpeg')), columns, rows, frames };
}

async function sourceFile({ source }: FinishedResult, folder: string): Promise<string> {
  if ('file' in source) return source.file;
  const file = join(folder, `raw${source.fileName.slice(source.fileName.lastIndexOf('.'))}`);
  await writeFile(file, source.bytes);
  return file;
}

/** Takes may have come into the ledger another way, such as with a restored project: numbers go on after them. */
function greatestKnown({ run, slotId }: FinishedResult): { version: number; number: number } {
  const takes = takesOfSlot(slotId, projectTakes(run.session).values());
  return {
    version: Math.max(0, ...takes.map((take) => take.version)),
    number: Math.max(0, ...takes.map((take) => take.number)),
  };
}

interface StoredViews {
  readonly thumbnail: MediaReference;
  readonly filmstrip: TakeRow['filmstrip'];
  readonly waveform: MediaReference | null;
}

interface Finished {
  readonly version: number;
  readonly number: number;
  readonly probe: MediaProbe;
  readonly media: MediaReference;
  readonly stored: StoredViews;
}

function completeTake(parts: PublishParts, result: FinishedResult, finished: Finished): TakeRow {
  const { run, index, naming } = result;
  const { version, number, probe, media, stored } = finished;
  return {
    id: `${run.intent.id}.${index}`,
    intentId: run.intent.id,
    nodeId: result.nodeId,
    slotId: result.slotId,
    kind: result.kind === 'film' ? 'film' : probe.kind === 'image' ? 'image' : 'video',
    name: takeName({ ...naming, version, number, extension: EXTENSIONS[media.mime] ?? 'bin' }),
    version,
    number,
    media,
    width: probe.width,
    height: probe.height,
    frames: probe.frames,
    rate: { num: probe.rate.num, den: probe.rate.den },
    hasAudio: probe.hasAudio,
    ...stored,
    ...(result.edl ? { edl: result.edl } : {}),
    quality: result.quality,
    notice: result.notice,
    recipe: result.recipe,
    madeBy: run.intent.requestedBy,
    madeAt: parts.clock(),
  };
}

function unusable(why: string): Result<never, 'unusable-result'> {
  return fail('unusable-result', why);
}
