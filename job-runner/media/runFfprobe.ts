import { fail, ok } from '@studio/shared/result';
import type { MediaResult, MediaTools, ProcessLimits } from './mediaTools.ts';
import { runProcess } from './runProcess.ts';
import { readSafely } from './safeInput.ts';

/** A call of ffprobe; `args` choose what it shows. */
export type FfprobeCall = ProcessLimits & {
  readonly tools: MediaTools;
  readonly file: string;
  readonly args: readonly string[];
};

const limits = ['-v', 'error', '-threads', '1', '-probesize', '5M', '-analyzeduration', '5M', '-max_streams', '16'];

/** Asks ffprobe about a file from outside and returns its JSON, unchecked. Stops after 30 s unless told otherwise. */
export async function runFfprobe(call: FfprobeCall): Promise<MediaResult<unknown>> {
  const outcome = await runProcess({
    program: call.tools.ffprobePath,
    args: [...limits, ...call.args, '-of', 'json', ...readSafely(call.file)],
    signal: call.signal,
    timeoutMs: call.timeoutMs ?? 30_000,
  });
  if (!outcome.ok) {
    if (outcome.failure.reason !== 'program-failed') return outcome;
    return fail('media-unreadable', `The file is not a video or sound that can be read. ${outcome.failure.message}`);
  }
  try {
    return ok(JSON.parse(outcome.value.toString('utf8')));
  } catch (error) {
    return fail('media-unreadable', `ffprobe gave no readable answer: ${String(error)}`);
  }
}
