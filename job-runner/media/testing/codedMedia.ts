import { spawnSync } from 'node:child_process';
import sharp from 'sharp';
import type { FrameRate } from '../probeMedia.ts';

/** A made-up source whose every frame shows its clip number and frame number as 20 vertical bars. */
export type CodedSource = {
  readonly file: string;
  readonly id: number;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly rate: FrameRate;
  readonly encoding?: string;
  /** Sound that is a tone for every even quarter of a second and silent between; ffmpeg's name of an encoding of it. */
  readonly sound?: string;
};

/** Bars across the picture: 8 for the clip, 12 for the frame. */
export const barCount = 20;
const dark = 40;
const bright = 210;

/** The brightness (0 to 255) of each bar in a frame of a coded source. */
export function barsOf(id: number, frame: number): number[] {
  const code = id * 4096 + frame;
  return Array.from({ length: barCount }, (_, bar) => ((code >> (barCount - 1 - bar)) & 1 ? bright : dark));
}

/** Encodes a coded source with the machine's ffmpeg. */
export function makeCodedVideo(source: CodedSource): void {
  const { width, height, rate, frames, file } = source;
  const pixels = Buffer.concat(Array.from({ length: frames }, (_, frame) => drawFrame(source, frame)));
  const seconds = (frames * rate.den) / rate.num;
  const tone = `aevalsrc=if(eq(mod(floor(t*4)\\,2)\\,0)\\,0.5*sin(2*PI*880*t)\\,0):s=48000:d=${seconds}`;
  const sound = source.sound === undefined ? [] : ['-f', 'lavfi', '-i', tone, ...source.sound.split(' ')];
  const encoding = source.encoding ?? '-c:v libx264 -preset veryfast -crf 12 -pix_fmt yuv420p';
  const input = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${width}x${height}`, '-r', `${rate.num}/${rate.den}`];
  runMediaProgram('ffmpeg', ['-v', 'error', '-y', ...input, '-i', '-', ...sound, ...encoding.split(' '), file], pixels);
}

/** Writes frame 0 of a coded source as an image of the format that the name ends in. */
export async function makeCodedImage(source: Omit<CodedSource, 'frames' | 'rate'>): Promise<void> {
  const { width, height, file } = source;
  await sharp(drawFrame(source, 0), { raw: { width, height, channels: 1 } }).toFile(file);
}

/** Decodes a film to grey frames, each width × height bytes, dropping and doubling none. */
export function decodeFrames(file: string, width: number, height: number): Buffer[] {
  const args = [
    '-v',
    'error',
    '-i',
    file,
    '-map',
    '0:v:0',
    '-vsync',
    'passthrough',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'gray',
    '-',
  ];
  const pixels = runMediaProgram('ffmpeg', args);
  return Array.from({ length: pixels.length / (width * height) }, (_, index) =>
    pixels.subarray(index * width * height, (index + 1) * width * height),
  );
}

/** Decodes the sound to one channel of samples from -1 to 1 at 48 kHz. */
export function decodeSound(file: string): Float32Array {
  const bytes = runMediaProgram('ffmpeg', [
    '-v',
    'error',
    '-i',
    file,
    '-map',
    '0:a:0',
    '-ac',
    '1',
    '-ar',
    '48000',
    '-f',
    'f32le',
    '-',
  ]);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** The brightness of each bar in a decoded frame, where the picture of a source of that shape was fitted into the frame. */
export function readBars(
  pixels: Buffer,
  frame: { width: number; height: number },
  shape: { width: number; height: number },
): number[] {
  const scale = Math.min(frame.width / shape.width, frame.height / shape.height);
  const pictureWidth = shape.width * scale;
  const left = (frame.width - pictureWidth) / 2;
  const middle = Math.floor(frame.height / 2);
  return Array.from({ length: barCount }, (_, bar) => {
    const x = Math.floor(left + ((bar + 0.5) * pictureWidth) / barCount);
    const samples = [-2, -1, 0, 1, 2].map((row) => pixels[(middle + row) * frame.width + x] ?? 0);
    return samples.reduce((sum, value) => sum + value, 0) / samples.length;
  });
}

/** Runs ffmpeg or ffprobe to its end and returns its output; throws with its log when it fails. */
export function runMediaProgram(program: string, args: string[], input?: Buffer): Buffer {
  const options = { maxBuffer: 1024 ** 3, ...(input === undefined ? {} : { input }) };
  const outcome = spawnSync(program, args, options);
  if (outcome.status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ${outcome.stderr}`, { cause: outcome.error });
  return outcome.stdout;
}

function drawFrame({ id, width, height }: { id: number; width: number; height: number }, frame: number): Buffer {
  const bars = barsOf(id, frame);
  const row = Buffer.from(Array.from({ length: width }, (_, x) => bars[Math.floor((x * barCount) / width)] ?? 0));
  return Buffer.concat(Array.from({ length: height }, () => row));
}
