import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { RaisedByNode } from './nodeFailure.ts';
import type { Clip } from './simulatedValues.ts';

/** A clip to encode: its frames go to ffmpeg one after the other. */
export interface ClipToEncode {
  readonly clip: Clip;
  readonly path: string;
  readonly ffmpegPath: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Writes an H.264 MP4 (yuv420p, BT.709), the same bytes for the same frames. */
export async function encodeClip({ clip, path, ffmpegPath, metadata }: ClipToEncode): Promise<void> {
  const child = spawn(ffmpegPath, encoderArguments(clip, path, metadata), { stdio: ['pipe', 'ignore', 'pipe'] });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  // A broken pipe is told by the exit code below, with ffmpeg's own words.
  child.stdin.on('error', (cause) => said.push(Buffer.from(cause.message)));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', ({ message }) => {
      const what = `ffmpeg does not run (${message}). Install ffmpeg, or set FFMPEG_PATH.`;
      reject(new RaisedByNode('FileNotFoundError', what));
    });
    child.on('close', resolve);
  });
  const writing = writeFrames(clip, child.stdin, ended);
  const [code] = await Promise.all([ended, writing]);
  if (code !== 0)
    throw new RaisedByNode('RuntimeError', `ffmpeg ended with ${code}: ${Buffer.concat(said).toString().slice(-400)}`);
}

async function writeFrames(clip: Clip, pipe: NodeJS.WritableStream, ended: Promise<unknown>): Promise<void> {
  for await (const picture of clip.frames.each()) {
    if (!pipe.writable) break;
    if (!pipe.write(picture.rgb)) await Promise.race([once(pipe, 'drain'), ended]);
  }
  pipe.end();
}

function encoderArguments(clip: Clip, path: string, metadata: Readonly<Record<string, string>>): string[] {
  const { width, height, length } = clip.frames;
  return [
    ...['-nostdin', '-hide_banner', '-v', 'error', '-y'],
    ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', String(clip.fps), '-i', 'pipe:0'],
    ...['-frames:v', String(length)],
    ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-threads', '2'],
    ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
    ...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-movflags', '+faststart+use_metadata_tags'],
    ...Object.entries(metadata).flatMap(([key, text]) => ['-metadata', `${key}=${text}`]),
    path,
  ];
}
