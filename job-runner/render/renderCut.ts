import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fail, ok } from '@studio/shared/result';
import { framesToSeconds, type ParsedEdl, parseEdl, type Rate } from '@studio/shared/timeline';
import type { MediaTools } from '../media/mediaTools.ts';
import { countVideoPackets } from '../media/probeMedia.ts';
import { runProcess } from '../media/runProcess.ts';
import { findMedia, type ReelFile } from './findMedia.ts';
import { type JoinPart, joinSegments } from './joinSegments.ts';
import { planSegments } from './planSegments.ts';
import { workFolderPrefix } from './sweepRenderCache.ts';
import { renderParts } from './renderParts.ts';
import type { RenderResult, RenderTools } from './renderTools.ts';

/**
 * A film to render. `findReel` gives the file and content hash behind a reel of the EDL, or null. `cacheFolder` keeps segments from render to
 * render; `outputFile` appears only when the film is whole. `onProgress` goes from 0 to 1.
 */
export type RenderCall = {
  readonly edlText: string;
  readonly rate: Rate;
  readonly width: number;
  readonly height: number;
  readonly findReel: (reel: string) => Promise<ReelFile | null>;
  readonly outputFile: string;
  readonly cacheFolder: string;
  readonly tools: MediaTools;
  /** Milliseconds since 1970; marks when segments of the cache were last used. */
  readonly clock: () => number;
  readonly hasTimecodeTrack: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: number) => void;
};

/** A rendered film; the counts say how many segments were made for it and how many were there from before. */
export type RenderedFilm = {
  readonly file: string;
  readonly frames: number;
  readonly durationSeconds: number;
  readonly renderedSegments: number;
  readonly reusedSegments: number;
};

/**
 * Renders an MP4 from the text of an EDL, frame-exact, and counts the frames of the result against the list. Segments whose media and
 * settings are unchanged come from the cache. When it fails or is cancelled, neither output nor temporary files remain.
 */
export async function renderCut(call: RenderCall): Promise<RenderResult<RenderedFilm>> {
  const edl = parseEdl(call.edlText, call.rate);
  if (!edl.ok) return edl;
  if (
    ![call.width, call.height].every(
      (size) => Number.isSafeInteger(size) && size >= 16 && size <= 8192 && size % 2 === 0,
    )
  ) {
    const message = `The film cannot be ${call.width} by ${call.height} pixels; each side is an even number from 16 to 8192.`;
    return fail('size-invalid', message, 'width');
  }
  // Lists for ffmpeg resolve relative names against themselves.
  const cacheFolder = resolve(call.cacheFolder);
  await mkdir(cacheFolder, { recursive: true });
  await mkdir(dirname(call.outputFile), { recursive: true });
  const workFolder = await mkdtemp(join(cacheFolder, workFolderPrefix));
  const outputFolder = await mkdtemp(join(dirname(call.outputFile), '.render-'));
  try {
    const temporary = join(outputFolder, basename(call.outputFile));
    return await renderInto({ ...call, cacheFolder }, edl.value, workFolder, temporary);
  } finally {
    await rm(workFolder, { recursive: true, force: true });
    await rm(outputFolder, { recursive: true, force: true });
  }
}

async function renderInto(
  call: RenderCall,
  edl: ParsedEdl,
  workFolder: string,
  temporary: string,
): Promise<RenderResult<RenderedFilm>> {
  const { tools, signal, clock, cacheFolder, width, height } = call;
  const format = { rate: edl.rate, width, height };
  const render: RenderTools = { tools, signal, clock, cacheFolder, workFolder, format };
  const version = await runProcess({ program: tools.ffmpegPath, args: ['-version'], signal, timeoutMs: 20_000 });
  if (!version.ok) return version;
  const segments = planSegments(edl.events);
  const media = await findMedia(render, segments, call.findReel);
  if (!media.ok) return media;
  const report = call.onProgress ?? (() => undefined);
  const ffmpegVersion = version.value.toString('utf8').split('\n')[0] ?? '';
  const parts = await renderParts(render, segments, media.value, ffmpegVersion, (done) => report(done * 0.9));
  if (!parts.ok) return parts;
  const timecodeFrame = call.hasTimecodeTrack ? edl.startTimecodeFrames : null;
  const joined = await joinSegments(render, parts.value, timecodeFrame, temporary, (done) => report(0.9 + done * 0.09));
  if (!joined.ok) return joined;
  const film = await checkFilm(call, edl, parts.value, temporary);
  if (film.ok) {
    await rename(temporary, call.outputFile);
    report(1);
  }
  return film;
}

/** A film of another length than its list says is never handed out, and what it was joined from is not trusted again. */
async function checkFilm(
  call: RenderCall,
  edl: ParsedEdl,
  parts: readonly JoinPart[],
  file: string,
): Promise<RenderResult<RenderedFilm>> {
  const counted = await countVideoPackets(file, call.tools, { signal: call.signal });
  if (!counted.ok) return counted;
  const expected = edl.events.at(-1)?.recordOutFrames ?? 0;
  if (counted.value !== expected) {
    await Promise.all(parts.map(({ rendered }) => rm(rendered.video.file, { force: true })));
    const message = `The film has ${counted.value} frames, its EDL says ${expected}. Nothing was published; render again.`;
    return fail('frame-count-wrong', message);
  }
  const reused = parts.filter(({ rendered }) => rendered.video.isReused && rendered.sound.isReused).length;
  return ok({
    file: call.outputFile,
    frames: expected,
    durationSeconds: framesToSeconds(expected, edl.rate),
    renderedSegments: parts.length - reused,
    reusedSegments: reused,
  });
}
