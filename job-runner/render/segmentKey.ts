import { createHash } from 'node:crypto';
import type { SegmentSource } from './segmentSource.ts';
import { describeSound } from './soundSegment.ts';
import { describeVideo, type PictureFormat } from './videoSegment.ts';

/** The names under which a segment's picture and sound are kept. */
export type SegmentKeys = { readonly video: string; readonly sound: string };

/**
 * Names a segment by everything that shapes it: the content of its media, the ffmpeg arguments and the ffmpeg version. The place in the film
 * is no part of it, so a segment that moves is not rendered again.
 */
export function nameSegment(source: SegmentSource, format: PictureFormat, ffmpegVersion: string): SegmentKeys {
  const byContent: SegmentSource = {
    ...source,
    startFrame: 0,
    layers: source.layers.map(({ medium, fromFrame }) => ({
      fromFrame,
      medium: medium === null ? null : { ...medium, file: medium.sha256 },
    })),
  };
  const still = (layer: SegmentSource['layers'][number]): string => layer.medium?.sha256 ?? '';
  return {
    video: hashText([ffmpegVersion, 'video', ...describeVideo(byContent, format, still)]),
    sound: hashText([ffmpegVersion, 'sound', ...describeSound(byContent, format.rate)]),
  };
}

/** A SHA-256 over texts that keeps their borders. */
export function hashText(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}
