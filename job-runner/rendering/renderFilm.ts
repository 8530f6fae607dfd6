import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addTakes } from '@studio/shared/document';
import { ok } from '@studio/shared/result';
import type { CompiledEdl } from '@studio/shared/timeline';
import type { CollabClient } from '../collab/collabClient.ts';
import { keepMedium } from '../collab/keepMedium.ts';
import { renderCut } from '../render/renderCut.ts';
import type { RenderReason } from '../render/renderTools.ts';
import { type PublishParts, publishTake } from '../results/publishTake.ts';
import { failed, type Outcome, type Run } from '../runs/run.ts';
import { type FilmPlan, planFilm } from './planFilm.ts';

/** What rendering works with. */
export interface RenderingParts extends Omit<PublishParts, 'collab'> {
  readonly collab: Pick<CollabClient, 'uploadFile' | 'downloadMedia'>;
  /** Media by hash, kept from run to run. */
  readonly mediaFolder: string;
  /** Rendered segments, kept from run to run: changing one Take renders one segment. */
  readonly segmentFolder: string;
  readonly placeName: string;
}

const EDL_MIME = 'text/plain';
/** These may go away by themselves; any other failure stays however often it is tried. */
const PASSING: ReadonlySet<RenderReason> = new Set(['timed-out', 'program-failed', 'file-error', 'frame-count-wrong']);
const MAX_RENDER_ATTEMPTS = 2;

/** Renders the film of an Assembler from the EDL of the cut as it was asked for, and writes it as a Take of kind film. */
export async function renderFilm(parts: RenderingParts, run: Run): Promise<Outcome> {
  const issued = await parts.issues.issuedFor(run.intent.id);
  if (issued.size > 0) return write(run, [...issued.values()]);
  const plan = run.frozen?.kind === 'render' ? ok(run.frozen.plan) : planFilm(run.session, run.intent.nodeId);
  if (!plan.ok) return failed(plan.failure.reason, plan.failure.message);
  const folder = await mkdtemp(join(parts.workFolder, 'film-'));
  try {
    return await renderInto(parts, run, plan.value, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function renderInto(parts: RenderingParts, run: Run, plan: FilmPlan, folder: string): Promise<Outcome> {
  const show = (progress: number, step: string) =>
    run.session.showProgress(run.intent.id, { progress, step, worker: parts.placeName });
  show(0, 'Fetching media');
  const files = await fetchReels(parts, run, plan.edl, (done) => show(done * 0.15, 'Fetching media'));
  const film = await renderCut({
    edlText: plan.edl.text,
    rate: plan.rate,
    width: plan.width,
    height: plan.height,
    findReel: async (reel) => files.get(reel) ?? null,
    outputFile: join(folder, 'film.mp4'),
    cacheFolder: parts.segmentFolder,
    tools: parts.tools,
    hasTimecodeTrack: true,
    signal: run.signal,
    onProgress: (progress) => show(0.15 + progress * 0.8, 'Rendering'),
    clock: parts.clock,
  });
  if (run.signal.aborted) return { kind: 'stopped' };
  if (!film.ok) {
    const { reason, message } = film.failure;
    if (PASSING.has(reason) && run.attempt < MAX_RENDER_ATTEMPTS) return { kind: 'again', why: message };
    return failed(reason, `The film was not rendered: ${message} The cut and all Takes are as they were.`);
  }
  show(0.96, 'Storing the film');
  return publish(parts, run, plan, film.value.file);
}

async function fetchReels(
  parts: RenderingParts,
  run: Run,
  edl: CompiledEdl,
  onProgress: (done: number) => void,
): Promise<ReadonlyMap<string, { file: string; sha256: string }>> {
  const files = new Map<string, { file: string; sha256: string }>();
  const reels = Object.entries(edl.reels);
  for (const [reel, { mediaSha256: sha256 }] of reels) {
    const file = await keepMedium(parts, sha256, run.signal);
    files.set(reel, { file, sha256 });
    onProgress(files.size / reels.length);
  }
  return files;
}

async function publish(parts: RenderingParts, run: Run, plan: FilmPlan, file: string): Promise<Outcome> {
  const edlFile = `${file}.edl`;
  await writeFile(edlFile, plan.edl.text);
  const edl = await parts.collab.uploadFile(run.projectId, edlFile, EDL_MIME, run.signal);
  const take = await publishTake(parts, {
    run,
    index: 0,
    source: { file },
    nodeId: run.intent.nodeId,
    slotId: run.intent.nodeId,
    kind: 'film',
    naming: { shotNumber: '', slotLabel: plan.label, isStillOfShot: false },
    requestHash: plan.hash,
    quality: run.quality,
    notice: plan.notice,
    recipe: null,
    edl,
  });
  if (take.ok) return write(run, [take.value]);
  if (take.failure.reason === 'stale') return { kind: 'stale' };
  if (run.signal.aborted) return { kind: 'stopped' };
  if (run.attempt < MAX_RENDER_ATTEMPTS) return { kind: 'again', why: take.failure.message };
  return failed('unusable-result', `The film was rendered and could not be stored: ${take.failure.message}`);
}

async function write(run: Run, takes: Parameters<typeof addTakes>[1]): Promise<Outcome> {
  const refusal = await run.session.writeLedger((ledger) => addTakes(ledger, takes));
  if (refusal) throw new Error(`The ledger refused the film: ${refusal.message}`);
  return { kind: 'done' };
}
