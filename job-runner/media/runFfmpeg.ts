import { ok } from '@studio/shared/result';
import type { MediaResult, MediaTools, ProcessLimits } from './mediaTools.ts';
import { runProcess } from './runProcess.ts';

/** How far ffmpeg has come: frames written, and seconds of output. */
export type FfmpegProgress = { readonly frames: number; readonly seconds: number };

/** A call of ffmpeg; `args` are inputs, filters and the output file, without the global options. */
export type FfmpegCall = ProcessLimits & {
  readonly tools: MediaTools;
  readonly args: readonly string[];
  readonly onProgress?: ((progress: FfmpegProgress) => void) | undefined;
};

const globalOptions = ['-hide_banner', '-nostdin', '-y', '-loglevel', 'error'];

/** Runs ffmpeg to its end, reporting progress; a failure quotes the last lines of its log. It overwrites the output file. */
export async function runFfmpeg(call: FfmpegCall): Promise<MediaResult<null>> {
  const { tools, args, signal, timeoutMs } = call;
  const outcome = await runProcess({
    program: tools.ffmpegPath,
    args: [...globalOptions, '-progress', 'pipe:1', '-nostats', ...args],
    signal,
    timeoutMs,
    onOutput: readProgress(call.onProgress ?? (() => undefined)),
  });
  return outcome.ok ? ok(null) : outcome;
}

/** Runs ffmpeg with its output on `pipe:1`, given to `onOutput` as it comes or else returned whole. */
export function pipeFfmpeg(
  call: Omit<FfmpegCall, 'onProgress'> & { readonly onOutput?: (chunk: Buffer) => void },
): Promise<MediaResult<Buffer>> {
  const { tools, args, signal, timeoutMs, onOutput } = call;
  const base = { program: tools.ffmpegPath, args: [...globalOptions, ...args], signal, timeoutMs };
  return runProcess(onOutput === undefined ? base : { ...base, onOutput });
}

/** Reads `key=value` lines; ffmpeg closes each report with a `progress` line. `out_time_us` is `N/A` before the first frame. */
function readProgress(report: (progress: FfmpegProgress) => void): (chunk: Buffer) => void {
  let rest = '';
  const values = new Map<string, number>();
  return (chunk) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [key = '', value = ''] = line.split('=');
      if (key === 'progress')
        report({ frames: values.get('frame') ?? 0, seconds: (values.get('out_time_us') ?? 0) / 1e6 });
      else if (Number.isFinite(Number(value))) values.set(key, Math.max(0, Number(value)));
    }
  };
}
