import { mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok } from '@studio/shared/result';
import { convertFrames } from '@studio/shared/timeline';
import { type MediaProbe, mediaProbeSchema, probeMedia } from '../media/probeMedia.ts';
import type { Segment } from './planSegments.ts';
import type { RenderResult, RenderTools } from './renderTools.ts';
import { hashText } from './segmentKey.ts';
import type { RenderMedium } from './segmentSource.ts';

/** To be raised when probing learns to see more, so that stored answers are asked for again. */
const probeVersion = '1';

/** The file behind a reel; `sha256` is the hash of its content, under which rendered segments are kept. */
export type ReelFile = { readonly file: string; readonly sha256: string };

/** Finds and probes the medium of every reel that the segments use; refuses reels that nobody knows and media without a picture. */
export async function findMedia(
  render: RenderTools,
  segments: readonly Segment[],
  findReel: (reel: string) => Promise<ReelFile | null>,
): Promise<RenderResult<ReadonlyMap<string, RenderMedium>>> {
  const reels = new Set(segments.flatMap(({ layers }) => layers.flatMap(({ reel }) => (reel === null ? [] : [reel]))));
  const media = new Map<string, RenderMedium>();
  for (const reel of reels) {
    const found = await findReel(reel);
    if (found === null) return fail('reel-unknown', `The EDL uses reel ${reel}, and no Take answers to it.`, reel);
    const probe = await probeOnce(render, found);
    if (!probe.ok) return fail(probe.failure.reason, `Reel ${reel}: ${probe.failure.message}`, reel);
    if (probe.value.kind === 'audio') return fail('media-refused', `Reel ${reel} has sound but no picture.`, reel);
    media.set(reel, { ...found, probe: probe.value });
  }
  return findMissingFrames(render, segments, media) ?? ok(media);
}

/** Asking ffprobe about every Take of a long film would take longer than rendering the one that changed. */
async function probeOnce(render: RenderTools, { file, sha256 }: ReelFile): Promise<RenderResult<MediaProbe>> {
  const stored = join(render.cacheFolder, `${hashText(['probe', probeVersion, sha256])}.json`);
  const known = mediaProbeSchema.safeParse(await readJson(stored));
  if (known.success) return ok(known.data);
  const probe = await probeMedia(file, render.tools, { signal: render.signal });
  if (!probe.ok) return probe;
  const temporary = join(await mkdtemp(join(render.workFolder, 'probe-')), 'probe.json');
  await writeFile(temporary, JSON.stringify(probe.value));
  await rename(temporary, stored);
  return probe;
}

/** Null when the file is absent or is no JSON: either way the medium is probed again. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Rates round by a frame; anything beyond that would be a frozen picture that nobody asked for. */
function findMissingFrames(
  render: RenderTools,
  segments: readonly Segment[],
  media: ReadonlyMap<string, RenderMedium>,
): RenderResult<never> | null {
  for (const { layers, frames } of segments) {
    for (const { reel, fromFrame } of layers) {
      const probe = media.get(reel ?? '')?.probe;
      if (reel === null || probe === undefined || probe.kind === 'image') continue;
      const available = convertFrames(probe.frames, probe.rate, render.format.rate) + 1;
      if (fromFrame + frames <= available) continue;
      const message = `The EDL uses reel ${reel} up to frame ${fromFrame + frames}, but the Take ends at frame ${available - 1}. Trim the clip or shorten its dissolve.`;
      return fail('range-outside-take', message, reel);
    }
  }
  return null;
}
