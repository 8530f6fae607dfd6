import { writeFile } from 'node:fs/promises';
import { fail, ok } from '@studio/shared/result';
import type { MediaResult, MediaTools, ProcessLimits } from './mediaTools.ts';
import { pipeFfmpeg } from './runFfmpeg.ts';
import { readSafely } from './safeInput.ts';
import { writeWhole } from './writeWhole.ts';

/** Peaks in the shape of audiowaveform's JSON, version 2: `data` is lowest and highest value of each pixel, one channel of 8 bits. */
export type Waveform = {
  readonly version: 2;
  readonly channels: 1;
  readonly sample_rate: number;
  readonly samples_per_pixel: number;
  readonly bits: 8;
  readonly length: number;
  readonly data: readonly number[];
};

/** A waveform to make as a JSON file. */
export type WaveformCall = ProcessLimits & {
  readonly file: string;
  readonly outputFile: string;
  readonly tools: MediaTools;
};

const waveformRate = 8000;
const samplesPerPixel = 80;
const longestPixels = 100 * 3600 * 4;

/** Writes the waveform of a file's first sound track, a hundred pixels a second; refuses files without sound and over four hours. */
export async function makeWaveform(call: WaveformCall): Promise<MediaResult<Waveform>> {
  const { tools, file, signal, timeoutMs } = call;
  const peaks = collectPeaks();
  const args = [...readSafely(file), '-map', '0:a:0', '-ac', '1', '-ar', `${waveformRate}`, '-f', 's16le', 'pipe:1'];
  const decoded = await pipeFfmpeg({ tools, args, signal, timeoutMs, onOutput: peaks.add });
  if (!decoded.ok) return decoded;
  const pixels = peaks.finish();
  const length = pixels.length / 2;
  if (length === 0) return fail('media-unreadable', 'The sound of the file is empty.');
  if (length > longestPixels) return fail('media-refused', 'The sound is longer than four hours.');
  const shape = {
    version: 2,
    channels: 1,
    sample_rate: waveformRate,
    samples_per_pixel: samplesPerPixel,
    bits: 8,
  } as const;
  const waveform: Waveform = { ...shape, length, data: pixels };
  return writeWhole(call.outputFile, async (temporary) => {
    await writeFile(temporary, JSON.stringify(waveform));
    return ok(waveform);
  });
}

/** Folds 16-bit samples into pixels as they come; a chunk may end in the middle of a sample. */
function collectPeaks(): { add: (chunk: Buffer) => void; finish: () => number[] } {
  const pixels: number[] = [];
  let rest: Buffer = Buffer.alloc(0);
  let lowest = 32_767;
  let highest = -32_768;
  let count = 0;
  const close = (): void => {
    if (count > 0 && pixels.length <= longestPixels * 2) pixels.push(lowest >> 8, highest >> 8);
    [lowest, highest, count] = [32_767, -32_768, 0];
  };
  const add = (chunk: Buffer): void => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % 2);
    for (let offset = 0; offset < whole; offset += 2) {
      const sample = bytes.readInt16LE(offset);
      if (sample < lowest) lowest = sample;
      if (sample > highest) highest = sample;
      count += 1;
      if (count === samplesPerPixel) close();
    }
    rest = bytes.subarray(whole);
  };
  return {
    add,
    finish: () => {
      close();
      return pixels;
    },
  };
}
