import type { Rate } from '@studio/shared/timeline';
import { readSafely } from '../media/safeInput.ts';
import { sampleAt, sampleRate } from './filmClock.ts';
import type { RenderMedium, SegmentSource } from './segmentSource.ts';

type SoundLayer = { medium: RenderMedium; fromFrame: number; fade: 'in' | 'out' | null };

const format = `aformat=sample_fmts=s16:sample_rates=${sampleRate}:channel_layouts=stereo`;

/**
 * The ffmpeg arguments that render a segment's sound as PCM of exactly `source.samples` samples, without the output file. Everything lies on
 * silence of that length, so sources without sound, or with too little, are silent; a dissolve is a crossfade.
 */
export function describeSound(source: SegmentSource, rate: Rate): string[] {
  const layers = listSoundLayers(source);
  const silence = ['-f', 'lavfi', '-i', `anullsrc=r=${sampleRate}:cl=stereo`];
  const inputs = layers.flatMap(({ medium, fromFrame }) => describeInput(medium, fromFrame, rate));
  const filters = layers.map(
    (layer, index) => `[${index + 1}:a]${filterLayer(layer, source.samples, rate)}[l${index}]`,
  );
  const labels = layers.map((_, index) => `[l${index}]`).join('');
  const mix = `[s]${labels}amix=inputs=${layers.length + 1}:duration=first:normalize=0,${format}[a]`;
  const graph = [`[0:a]atrim=end_sample=${source.samples}[s]`, ...filters, mix].join(';');
  const encoding = ['-map', '[a]', '-vn', '-c:a', 'pcm_s16le', '-map_metadata', '-1', '-fflags', '+bitexact'];
  return [...silence, ...inputs, '-filter_complex', graph, ...encoding];
}

function listSoundLayers({ layers }: SegmentSource): SoundLayer[] {
  const isDissolve = layers.length === 2;
  return layers.flatMap(({ medium, fromFrame }, index) => {
    if (medium === null || !medium.probe.hasAudio) return [];
    const fade = isDissolve ? (index === 0 ? 'out' : 'in') : null;
    return [{ medium, fromFrame, fade }];
  });
}

function describeInput(medium: RenderMedium, fromFrame: number, rate: Rate): string[] {
  const seconds = startOfReading(fromFrame, rate);
  return ['-copyts', ...readSafely(medium.file, ...(seconds > 0 ? ['-ss', `${seconds}`] : []))];
}

function filterLayer({ medium, fromFrame, fade }: SoundLayer, samples: number, rate: Rate): string {
  const seconds = startOfReading(fromFrame, rate);
  const from = sampleAt(fromFrame, rate) - seconds * sampleRate;
  return [
    // Sound keeps its place against the picture, so it is counted from where the picture begins.
    `asetpts=PTS-(${seconds}+${medium.probe.videoStartSeconds})/TB`,
    `aresample=${sampleRate}:async=1:first_pts=0`,
    `atrim=start_pts=${from}:end_pts=${from + samples}`,
    'asetpts=PTS-STARTPTS',
    format,
    ...(fade === null ? [] : [`afade=t=${fade}:ss=0:ns=${samples}`]),
  ].join(',');
}

/** Whole seconds at least one second before the frame: enough for the decoder to settle, and exact in every time base. */
function startOfReading(fromFrame: number, rate: Rate): number {
  return Math.max(0, Math.floor(sampleAt(fromFrame, rate) / sampleRate) - 1);
}
