import { ok } from '@studio/shared/result';
import { openImage, tryImage } from '../media/openImage.ts';
import { runFfmpeg } from '../media/runFfmpeg.ts';
import { type CachedFile, cacheFile } from './cachedFile.ts';
import type { RenderResult, RenderTools } from './renderTools.ts';
import type { SegmentKeys } from './segmentKey.ts';
import type { RenderMedium, SegmentSource } from './segmentSource.ts';
import { describeSound } from './soundSegment.ts';
import { describeVideo } from './videoSegment.ts';

/** The picture and the sound of a rendered segment. */
export type RenderedSegment = { readonly video: CachedFile; readonly sound: CachedFile };

/** Renders a segment's picture and sound into the cache, or finds them there; reports the frames of picture that are done. */
export async function renderSegment(
  render: RenderTools,
  source: SegmentSource,
  keys: SegmentKeys,
  onFrames: (frames: number) => void,
): Promise<RenderResult<RenderedSegment>> {
  const video = await cacheFile(render, `${keys.video}.mp4`, (file) => renderPicture(render, source, file, onFrames));
  if (!video.ok) return video;
  const sound = await cacheFile(render, `${keys.sound}.wav`, (file) => {
    const args = [...describeSound(source, render.format.rate), file];
    return runFfmpeg({ tools: render.tools, args, signal: render.signal, timeoutMs: limitFor(source.frames) });
  });
  if (!sound.ok) return sound;
  onFrames(source.frames);
  return ok({ video: video.value, sound: sound.value });
}

/** Two minutes, and two seconds a frame: far more than any encode needs, so that only one that hangs is stopped. */
function limitFor(frames: number): number {
  return 120_000 + frames * 2000;
}

async function renderPicture(
  render: RenderTools,
  source: SegmentSource,
  file: string,
  onFrames: (frames: number) => void,
): Promise<RenderResult<null>> {
  const stills = new Map<string, string>();
  for (const { medium } of source.layers) {
    if (medium?.probe.kind !== 'image') continue;
    const still = await prepareStill(render, medium, `${file}.${stills.size}.png`);
    if (!still.ok) return still;
    stills.set(medium.sha256, still.value);
  }
  const findStill = ({ medium }: { medium: RenderMedium | null }): string => stills.get(medium?.sha256 ?? '') ?? '';
  const args = [...describeVideo(source, render.format, findStill), file];
  const onProgress = ({ frames }: { frames: number }): void => onFrames(frames);
  return runFfmpeg({
    tools: render.tools,
    args,
    signal: render.signal,
    timeoutMs: limitFor(source.frames),
    onProgress,
  });
}

/** Images from outside are read by sharp alone; ffmpeg gets a picture of the film's size that we wrote. */
async function prepareStill(render: RenderTools, medium: RenderMedium, file: string): Promise<RenderResult<string>> {
  const { width, height } = render.format;
  const written = await tryImage(() =>
    openImage(medium.file)
      .resize(width, height, { fit: 'contain', background: '#000' })
      .flatten({ background: '#000' })
      .toColourspace('srgb')
      .png({ compressionLevel: 1 })
      .toFile(file),
  );
  return written.ok ? ok(file) : written;
}
