import { fail, ok } from '@studio/shared/result';
import type { MediaResult, MediaTools, ProcessLimits } from './mediaTools.ts';
import type { MediaProbe } from './probeMedia.ts';
import { runFfmpeg } from './runFfmpeg.ts';
import { readSafely } from './safeInput.ts';
import { writeWhole } from './writeWhole.ts';

/** A proxy to make, no larger than `longestSide` (960 unless told); `onProgress` goes from 0 to 1. */
export type ProxyCall = ProcessLimits & {
  readonly file: string;
  readonly probe: MediaProbe;
  readonly outputFile: string;
  readonly tools: MediaTools;
  readonly longestSide?: number;
  readonly onProgress?: (progress: number) => void;
};

/** A proxy that was made. */
export type MadeProxy = { readonly width: number; readonly height: number };

/** A key frame every half second keeps seeking quick in the browser, where review steps frame by frame. */
const keyFrameEvery = 12;

/** Makes an H.264 MP4 of even frames at the video's own rate, with a key frame every 12, that starts playing before it is loaded. */
export async function makeProxy(call: ProxyCall): Promise<MediaResult<MadeProxy>> {
  const { probe, tools, file, signal, timeoutMs } = call;
  if (probe.kind !== 'video') return fail('media-refused', 'Only a video has a proxy.');
  const { width, height } = fitInside(probe, call.longestSide ?? 960);
  const rate = `${probe.rate.num}/${probe.rate.den}`;
  const sound = probe.hasAudio ? ['-map', '0:a:0', '-c:a', 'aac', '-b:a', '128k', '-ac', '2'] : ['-an'];
  const picture = ['-map', '0:v:0', '-vf', `fps=${rate}:round=near,scale=${width}:${height},setsar=1,format=yuv420p`];
  const encoding = `-c:v libx264 -preset veryfast -crf 23 -g ${keyFrameEvery} -x264-params open-gop=0`.split(' ');
  const output = [...picture, '-r', rate, ...encoding, ...sound, '-map_metadata', '-1', '-movflags', '+faststart'];
  const onProgress = ({ frames }: { frames: number }): void => call.onProgress?.(Math.min(1, frames / probe.frames));
  const made = await writeWhole(call.outputFile, (temporary) =>
    runFfmpeg({ tools, signal, timeoutMs, onProgress, args: [...readSafely(file), ...output, temporary] }),
  );
  return made.ok ? ok({ width, height }) : made;
}

function fitInside(shape: { width: number; height: number }, longestSide: number): MadeProxy {
  const scale = Math.min(1, longestSide / Math.max(shape.width, shape.height));
  const even = (side: number): number => Math.max(2, Math.round((side * scale) / 2) * 2);
  return { width: even(shape.width), height: even(shape.height) };
}
