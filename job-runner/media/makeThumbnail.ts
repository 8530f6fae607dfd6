import { fail, ok } from '@studio/shared/result';
import type { MediaResult, MediaTools, ProcessLimits } from './mediaTools.ts';
import { openImage, tryImage } from './openImage.ts';
import type { MediaProbe } from './probeMedia.ts';
import { pipeFfmpeg } from './runFfmpeg.ts';
import { readSafely } from './safeInput.ts';
import { writeWhole } from './writeWhole.ts';

/** A picture that was written, in pixels. */
export type MadePicture = { readonly width: number; readonly height: number };

/** A thumbnail to make: WebP, no larger than `longestSide` (512 unless told), a video's from a quarter of its length. */
export type ThumbnailCall = ProcessLimits & {
  readonly file: string;
  readonly probe: MediaProbe;
  readonly outputFile: string;
  readonly tools: MediaTools;
  readonly longestSide?: number;
};

/** Makes a thumbnail of an image or a video; sound has none and is refused. */
export async function makeThumbnail(call: ThumbnailCall): Promise<MediaResult<MadePicture>> {
  if (call.probe.kind === 'audio') return fail('media-refused', 'Sound has no picture to make a thumbnail of.');
  const picture = call.probe.kind === 'image' ? ok(call.file) : await takeFrame(call);
  if (!picture.ok) return picture;
  const side = call.longestSide ?? 512;
  return writeWhole(call.outputFile, async (temporary) =>
    tryImage(async () => {
      const image = openImage(picture.value).resize(side, side, { fit: 'inside', withoutEnlargement: true });
      const { width, height } = await image.webp({ quality: 80 }).toFile(temporary);
      return { width, height };
    }),
  );
}

/** One frame as PNG; by seeking, because the first frames of generated clips are often still noise. */
async function takeFrame(call: ThumbnailCall): Promise<MediaResult<Buffer>> {
  const { probe, tools, file, signal, timeoutMs = 30_000 } = call;
  // Half a frame early: a rounded time just past the frame would give the next one.
  const seconds = ((Math.floor(probe.frames / 4) - 0.5) * probe.rate.den) / probe.rate.num;
  const input = readSafely(file, ...(seconds > 0 ? ['-ss', seconds.toFixed(3)] : []));
  const args = [...input, '-map', '0:v:0', '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', 'pipe:1'];
  const frame = await pipeFfmpeg({ tools, args, signal, timeoutMs });
  if (frame.ok && frame.value.length === 0)
    return fail('media-unreadable', 'The video gave no picture for its thumbnail.');
  return frame;
}
