import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Health } from '@studio/shared/api';
import { sql } from 'kysely';
import { readRunners, type Runner, workersOf } from '../storage/runnerStatus.ts';
import type { HttpParts } from './httpParts.ts';

type Part = Health['parts'][string];

const run = promisify(execFile);
const PROGRAM_CACHE_MS = 60_000;
const TIMEOUT_MS = 3000;
const NO_RUNNER: Part = { status: 'degraded', detail: 'no job-runner is connected' };

/** Creates the check of every part that the product stands on. A part that does not answer in 3 s is down. */
export function createHealthCheck(parts: HttpParts): () => Promise<Health> {
  const startedAt = parts.clock();
  const programs = cached(parts.clock, async () => ({
    git: await checkProgram(['--version']),
    lfs: await checkProgram(['lfs', 'version']),
  }));
  return async () => {
    const database = await check(() => sql`select 1`.execute(parts.database), 'answers');
    const runners = database.status === 'ok' ? await readRunners(parts.database, parts.clock()) : [];
    const all: Record<string, Part> = {
      database,
      blobs: await check(() => parts.blobs.checkWritable(), 'writable'),
      ...(await programs()),
      queue: queueOf(runners),
      ffmpeg: ffmpegOf(runners),
      workers: workerPart(runners),
    };
    return {
      status: overall(all),
      version: parts.version,
      uptimeSeconds: Math.floor((parts.clock() - startedAt) / 1000),
      parts: all,
      workers: workersOf(runners),
    };
  };
}

function overall(all: Readonly<Record<string, Part>>): Health['status'] {
  // Without a database or media nothing works; without the rest people can still edit.
  if (all['database']?.status === 'down' || all['blobs']?.status === 'down') return 'down';
  return Object.values(all).some((part) => part.status !== 'ok') ? 'degraded' : 'ok';
}

async function check(work: () => Promise<unknown>, detail: string): Promise<Part> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS);
  try {
    await Promise.race([work(), late.promise]);
    return { status: 'ok', detail };
  } catch (error) {
    return { status: 'down', detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

async function checkProgram(args: readonly string[]): Promise<Part> {
  try {
    const { stdout } = await run('git', [...args], { timeout: TIMEOUT_MS });
    return { status: 'ok', detail: stdout.trim().split('\n')[0] ?? '' };
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { status: 'degraded', detail: `${why}. Install it: apt-get install git git-lfs` };
  }
}

function cached<Value>(clock: () => number, load: () => Promise<Value>): () => Promise<Value> {
  let last: { at: number; value: Promise<Value> } | undefined;
  return () => {
    if (!last || clock() - last.at > PROGRAM_CACHE_MS) last = { at: clock(), value: load() };
    return last.value;
  };
}

function queueOf(runners: readonly Runner[]): Part {
  const [first] = runners;
  if (!first) return NO_RUNNER;
  const { queues, queueBackend } = first.status;
  const lines = Object.entries(queues).map(
    ([name, { waiting, active }]) => `${name}: ${waiting} waiting, ${active} running`,
  );
  return { status: 'ok', detail: `${queueBackend}; ${lines.join('; ') || 'no queues yet'}` };
}

function ffmpegOf(runners: readonly Runner[]): Part {
  if (runners.length === 0) return NO_RUNNER;
  const version = runners.find((runner) => runner.status.ffmpeg !== null)?.status.ffmpeg;
  if (!version) return { status: 'degraded', detail: 'not found, so films cannot be rendered: apt-get install ffmpeg' };
  return { status: 'ok', detail: version };
}

function workerPart(runners: readonly Runner[]): Part {
  if (runners.length === 0) return NO_RUNNER;
  const workers = workersOf(runners);
  const lost = workers.filter((worker) => worker.state === 'lost').length;
  return {
    status: workers.length > lost ? 'ok' : 'degraded',
    detail: `${workers.length - lost} of ${workers.length} answer`,
  };
}
