import { join } from 'node:path';
import { ok } from '@studio/shared/result';
import { makeFilmstrip } from '../media/makeFilmstrip.ts';
import { makeThumbnail } from '../media/makeThumbnail.ts';
import { makeWaveform } from '../media/makeWaveform.ts';
import type { MediaResult, MediaTools } from '../media/mediaTools.ts';
import type { MediaProbe } from '../media/probeMedia.ts';

/** A medium to look at, and where its views may be written. */
export interface ViewCall {
  readonly file: string;
  readonly probe: MediaProbe;
  readonly folder: string;
  readonly tools: MediaTools;
  readonly signal: AbortSignal;
}

/** The files of a Take's views. A still has no filmstrip, a silent clip no waveform. */
export interface TakeViews {
  readonly thumbnail: string;
  readonly filmstrip: {
    readonly file: string;
    readonly columns: number;
    readonly rows: number;
    readonly frames: number;
  } | null;
  readonly waveform: string | null;
}

/** Makes what a Take is shown by. */
export async function makeViews({ file, probe, folder, tools, signal }: ViewCall): Promise<MediaResult<TakeViews>> {
  const thumbnail = join(folder, 'thumbnail.webp');
  const small = await makeThumbnail({ file, probe, outputFile: thumbnail, tools, signal });
  if (!small.ok) return small;
  if (probe.kind !== 'video') return ok({ thumbnail, filmstrip: null, waveform: null });
  const stripFile = join(folder, 'filmstrip.jpg');
  const strip = await makeFilmstrip({ file, probe, outputFile: stripFile, tools, signal });
  if (!strip.ok) return strip;
  const { columns, rows, frames } = strip.value;
  const filmstrip = { file: stripFile, columns, rows, frames };
  if (!probe.hasAudio) return ok({ thumbnail, filmstrip, waveform: null });
  const waveform = join(folder, 'waveform.json');
  const drawn = await makeWaveform({ file, outputFile: waveform, tools, signal });
  return drawn.ok ? ok({ thumbnail, filmstrip, waveform }) : drawn;
}
