import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok } from '@studio/shared/result';
import { formatTimecode } from '@studio/shared/timeline';
import { type FfmpegProgress, runFfmpeg } from '../media/runFfmpeg.ts';
import { cacheFile } from './cachedFile.ts';
import { microsecondAt, sampleRate, writeSeconds } from './filmClock.ts';
import type { RenderedSegment } from './renderSegment.ts';
import type { RenderResult, RenderTools } from './renderTools.ts';
import { hashText } from './segmentKey.ts';
import type { SegmentSource } from './segmentSource.ts';

/** What is joined: the segments in order with what was rendered for each. */
export type JoinPart = { readonly source: SegmentSource; readonly rendered: RenderedSegment };

const soundEncoding = ['-c:a', 'aac', '-b:a', '192k', '-ar', '48000', '-ac', '2', '-map_metadata', '-1'];
// The lists name files of our own cache by absolute path.
const readList = ['-f', 'concat', '-safe', '0', '-protocol_whitelist', 'file', '-i'];

/**
 * Joins the segments into `file`: picture by copy, sound encoded once over the whole film (and kept in the cache), the index first so that it
 * plays while loading. `timecodeFrame` null leaves out the timecode track. `onProgress` goes from 0 to 1 while the sound is encoded.
 */
export async function joinSegments(
  render: RenderTools,
  parts: readonly JoinPart[],
  timecodeFrame: number | null,
  file: string,
  onProgress: (progress: number) => void,
): Promise<RenderResult<null>> {
  const sound = await encodeSound(render, parts, onProgress);
  if (!sound.ok) return sound;
  const list = join(render.workFolder, 'video.txt');
  await writeFile(
    list,
    writeList(parts, render, ({ rendered }) => rendered.video.file),
  );
  const { rate } = render.format;
  const timecode = timecodeFrame === null ? [] : ['-timecode', formatTimecode(timecodeFrame, rate)];
  const inputs = [...readList, list, '-i', sound.value];
  const args = [...inputs, '-map', '0:v', '-map', '1:a', '-c', 'copy', ...timecode, '-movflags', '+faststart', file];
  return runFfmpeg({ tools: render.tools, args, signal: render.signal });
}

async function encodeSound(
  render: RenderTools,
  parts: readonly JoinPart[],
  onProgress: (progress: number) => void,
): Promise<RenderResult<string>> {
  const { tools, signal } = render;
  const samples = parts.reduce((sum, { source }) => sum + source.samples, 0);
  const report = ({ seconds }: FfmpegProgress): void => onProgress(Math.min(1, (seconds * sampleRate) / samples));
  const files = parts.map(({ rendered }) => rendered.sound.file);
  const cached = await cacheFile(render, `${hashText([...soundEncoding, ...files])}.m4a`, async (file) => {
    const list = join(render.workFolder, 'sound.txt');
    await writeFile(
      list,
      writeList(parts, render, ({ rendered }) => rendered.sound.file),
    );
    return runFfmpeg({ tools, args: [...readList, list, ...soundEncoding, file], signal, onProgress: report });
  });
  return cached.ok ? ok(cached.value.file) : cached;
}

/** Each duration is a difference of rounded film times: without the lines, or with each rounded alone, frames leave their grid. */
function writeList(parts: readonly JoinPart[], render: RenderTools, fileOf: (part: JoinPart) => string): string {
  const { rate } = render.format;
  const lines = parts.map((part) => {
    const { startFrame, frames } = part.source;
    const duration = microsecondAt(startFrame + frames, rate) - microsecondAt(startFrame, rate);
    return `file '${fileOf(part).replaceAll("'", "'\\''")}'\nduration ${writeSeconds(duration)}\n`;
  });
  return `ffconcat version 1.0\n${lines.join('')}`;
}
