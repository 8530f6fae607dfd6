import { fail, ok } from '@studio/shared/result';
import type { MediaResult, MediaTools, ProcessLimits } from './mediaTools.ts';
import type { MediaProbe } from './probeMedia.ts';
import { runFfmpeg } from './runFfmpeg.ts';
import { readSafely } from './safeInput.ts';
import { writeWhole } from './writeWhole.ts';

/** A filmstrip: one JPEG with `frames` pictures in a grid, left to right and top to bottom; each is `frameWidth` by `frameHeight` pixels. */
export type MadeFilmstrip = {
  readonly columns: number;
  readonly rows: number;
  readonly frames: number;
  readonly frameWidth: number;
  readonly frameHeight: number;
};

/** A filmstrip to make, of at most `maxFrames` pictures (24 unless told) taken at even steps. */
export type FilmstripCall = ProcessLimits & {
  readonly file: string;
  readonly probe: MediaProbe;
  readonly outputFile: string;
  readonly tools: MediaTools;
  readonly maxFrames?: number;
};

const frameHeight = 90;
const widestFrame = 320;
const maxColumns = 8;

/** Makes the filmstrip of a video; picture i shows frame `i * step`, where step is the frame count over the pictures, rounded up. */
export async function makeFilmstrip(call: FilmstripCall): Promise<MediaResult<MadeFilmstrip>> {
  const { probe, tools, file, signal, timeoutMs } = call;
  if (probe.kind !== 'video') return fail('media-refused', 'Only a video has a filmstrip.');
  const step = Math.ceil(probe.frames / (call.maxFrames ?? 24));
  const frames = Math.ceil(probe.frames / step);
  const columns = Math.min(frames, maxColumns);
  const rows = Math.ceil(frames / columns);
  const frameWidth = Math.min(widestFrame, Math.max(2, Math.round((frameHeight * probe.width) / probe.height / 2) * 2));
  const filter = `select=not(mod(n\\,${step})),scale=${frameWidth}:${frameHeight},setsar=1,tile=${columns}x${rows}:nb_frames=${frames}`;
  const output = [
    '-map',
    '0:v:0',
    '-vf',
    filter,
    '-frames:v',
    '1',
    '-vsync',
    'passthrough',
    '-c:v',
    'mjpeg',
    '-q:v',
    '4',
  ];
  const made = await writeWhole(call.outputFile, (temporary) =>
    runFfmpeg({
      tools,
      signal,
      timeoutMs,
      args: [...readSafely(file), ...output, '-f', 'image2', '-update', '1', temporary],
    }),
  );
  return made.ok ? ok({ columns, rows, frames, frameWidth, frameHeight }) : made;
}
