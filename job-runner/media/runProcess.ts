import { type ChildProcess, spawn } from 'node:child_process';
import { basename } from 'node:path';
import { fail, ok } from '@studio/shared/result';
import type { MediaResult, ProcessLimits } from './mediaTools.ts';

/** A program to run; without `onOutput` its standard output is collected, and more than 64 MB is refused. */
export type ProcessCall = ProcessLimits & {
  readonly program: string;
  readonly args: readonly string[];
  readonly onOutput?: (chunk: Buffer) => void;
};

type Ending = { code: number | null; error: NodeJS.ErrnoException | null; stopped: 'cancelled' | 'timed-out' | null };

const graceMs = 500;
const defaultTimeoutMs = 600_000;
const keptOutputBytes = 64 * 1024 * 1024;
const keptLogCharacters = 8000;
const quotedLogLines = 6;

/**
 * Runs a program without a shell and waits for its end. Abort and time limit send SIGTERM, then SIGKILL half a second later, and the call
 * returns only when the program is gone. A failure quotes the last lines of its log.
 */
export async function runProcess(call: ProcessCall): Promise<MediaResult<Buffer>> {
  const name = basename(call.program);
  if (call.signal?.aborted) return fail('cancelled', `${name} was cancelled.`);
  const chunks: Buffer[] = [];
  let keptBytes = 0;
  const collect = (chunk: Buffer): void => {
    keptBytes += chunk.length;
    if (keptBytes <= keptOutputBytes) chunks.push(chunk);
  };
  const child = spawn(call.program, call.args, { stdio: ['ignore', 'pipe', 'pipe'] });
  endWithUs(child);
  let log = '';
  child.stdout.on('data', call.onOutput ?? collect);
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString('utf8')).slice(-keptLogCharacters);
  });
  const ending = await waitForEnd(child, call);
  const failure = explainEnding(ending, call, log);
  if (failure === null && keptBytes > keptOutputBytes) return fail('media-refused', `${name} gave more than 64 MB.`);
  return failure ?? ok(Buffer.concat(chunks));
}

const running = new Set<ChildProcess>();

/** A process that exits in the middle of its work takes the programs it started along; they would go on for nobody. */
function endWithUs(child: ChildProcess): void {
  if (running.size === 0) process.once('exit', killRunning);
  running.add(child);
  child.once('close', () => {
    running.delete(child);
    if (running.size === 0) process.removeListener('exit', killRunning);
  });
}

function killRunning(): void {
  for (const child of running) child.kill('SIGKILL');
}

function waitForEnd(child: ChildProcess, { signal, timeoutMs = defaultTimeoutMs }: ProcessCall): Promise<Ending> {
  return new Promise((resolve) => {
    let stopped: Ending['stopped'] = null;
    let killTimer: NodeJS.Timeout | undefined;
    const stop = (why: 'cancelled' | 'timed-out'): void => {
      stopped ??= why;
      child.kill('SIGTERM');
      killTimer ??= setTimeout(() => child.kill('SIGKILL'), graceMs);
    };
    const onAbort = (): void => stop('cancelled');
    const limit = setTimeout(() => stop('timed-out'), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    const finish = (code: number | null, error: NodeJS.ErrnoException | null): void => {
      clearTimeout(limit);
      clearTimeout(killTimer);
      signal?.removeEventListener('abort', onAbort);
      resolve({ code, error, stopped });
    };
    // A wrapper script that was killed may leave a child that holds the pipes; waiting for it would undo the kill.
    child.once('exit', () => {
      if (stopped === null) return;
      child.stdout?.destroy();
      child.stderr?.destroy();
    });
    child.once('error', (error) => finish(null, error));
    child.once('close', (code) => finish(code, null));
  });
}

function explainEnding(ending: Ending, call: ProcessCall, log: string): MediaResult<never> | null {
  const name = basename(call.program);
  if (ending.stopped === 'cancelled') return fail('cancelled', `${name} was cancelled.`);
  if (ending.stopped === 'timed-out') {
    return fail(
      'timed-out',
      `${name} took longer than ${(call.timeoutMs ?? defaultTimeoutMs) / 1000} s and was stopped.`,
    );
  }
  if (ending.error !== null) {
    const cause = ending.error.code === 'ENOENT' ? 'was not found' : `could not start (${ending.error.message})`;
    return fail('program-missing', `${call.program} ${cause}. Install ffmpeg, or set FFMPEG_PATH and FFPROBE_PATH.`);
  }
  if (ending.code === 0) return null;
  const lines = log.trim().split('\n').slice(-quotedLogLines).join('\n');
  return fail('program-failed', `${name} failed (exit ${ending.code ?? 'by signal'}): ${lines || 'it gave no reason'}`);
}
