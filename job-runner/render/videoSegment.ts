import type { Rate } from '@studio/shared/timeline';
import { readSafely } from '../media/safeInput.ts';
import { microsecondAt, writeSeconds } from './filmClock.ts';
import type { SegmentSource, SourceLayer } from './segmentSource.ts';

const spareFrames = 24;

/** What every picture of the film has in common. */
export type PictureFormat = { readonly rate: Rate; readonly width: number; readonly height: number };

/** Encoder settings of every segment: identical settings give identical headers, without which joining by copy breaks. */
export const videoEncoding: readonly string[] = Object.freeze(
  (
    '-an -c:v libx264 -preset veryfast -crf 18 -profile:v high -pix_fmt yuv420p -g 48 -x264-params open-gop=0 ' +
    '-color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv -map_metadata -1 -fflags +bitexact'
  ).split(' '),
);

/**
 * The ffmpeg arguments that render a segment's picture, without the output file. `stillFile` names the prepared picture of an image layer,
 * or a placeholder when the arguments are only hashed.
 */
export function describeVideo(
  source: SegmentSource,
  format: PictureFormat,
  stillFile: (layer: SourceLayer) => string,
): string[] {
  const isDissolve = source.layers.length === 2;
  // A layer that ends with the dissolve can end too early for xfade, which then shows the other one alone; -frames:v ends both.
  const layerFrames = source.frames + (isDissolve ? spareFrames : 0);
  const inputs = source.layers.flatMap((layer) => describeInput(layer, format, stillFile));
  const rate = `${format.rate.num}/${format.rate.den}`;
  const layers = source.layers.map(
    (layer, index) => `[${index}:v]${filterLayer(layer, layerFrames, format)}[l${index}]`,
  );
  const duration = writeSeconds(microsecondAt(source.frames, format.rate));
  const join = isDissolve ? `[l0][l1]xfade=transition=fade:duration=${duration}:offset=0[v]` : '[l0]null[v]';
  const graph = [...layers, join].join(';');
  return [
    ...inputs,
    '-filter_complex',
    graph,
    '-map',
    '[v]',
    '-r',
    rate,
    '-frames:v',
    `${source.frames}`,
    ...videoEncoding,
  ];
}

function describeInput(
  { medium, fromFrame }: SourceLayer,
  { rate, width, height }: PictureFormat,
  stillFile: (layer: SourceLayer) => string,
): string[] {
  const frameRate = `${rate.num}/${rate.den}`;
  if (medium === null) return ['-f', 'lavfi', '-i', `color=c=black:s=${width}x${height}:r=${frameRate}`];
  if (medium.probe.kind === 'image') {
    const still = stillFile({ medium, fromFrame });
    return ['-f', 'image2', '-pattern_type', 'none', '-loop', '1', '-framerate', frameRate, '-i', still];
  }
  // A second of pre-roll on the file's own clock: seeking to the frame itself loses the one that is still on screen there.
  // Uneven frames may stay longer than that, so such a file is read from its beginning.
  const preRoll = medium.probe.hasEvenFrames ? Math.max(0, microsecondAt(fromFrame, rate) - 1_000_000) : 0;
  const seek = preRoll > 0 ? ['-ss', writeSeconds(preRoll)] : [];
  return ['-copyts', ...readSafely(medium.file, ...seek)];
}

function filterLayer({ medium, fromFrame }: SourceLayer, frames: number, format: PictureFormat): string {
  const { rate, width, height } = format;
  if (medium === null || medium.probe.kind === 'image') {
    return `trim=end_frame=${frames},setpts=PTS-STARTPTS,scale=out_color_matrix=bt709:out_range=tv,setsar=1,format=yuv420p`;
  }
  const start = medium.probe.videoStartSeconds;
  return [
    ...(start === 0 ? [] : [`setpts=PTS-(${start})/TB`]),
    `fps=${rate.num}/${rate.den}:round=near`,
    'tpad=stop_mode=clone:stop=-1',
    `trim=start_pts=${fromFrame}:end_pts=${fromFrame + frames}`,
    `setpts=PTS-${fromFrame}`,
    // Fills the beginning if a file starts late: a layer that is short of frames would make xfade wait for ever.
    `fps=${rate.num}/${rate.den}:start_time=0`,
    `scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2:${readColor(medium.probe.colorMatrix)}`,
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2`,
    'setsar=1',
    'format=yuv420p',
  ].join(',');
}

/** Video that does not say its matrix is taken as the film's own: guessing another would shift colours that players show unshifted. */
function readColor(colorMatrix: string | null): string {
  return `${colorMatrix === null ? 'in_color_matrix=bt709:' : ''}out_color_matrix=bt709:out_range=tv`;
}
