import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Health, healthSchema } from '@studio/shared/api';
import { sql } from 'kysely';
import { z } from 'zod';
import { readRunners, type Runner } from '../storage/runnerStatus.ts';
import type { App, HttpParts } from './httpParts.ts';
import { requirePerson } from './policies.ts';

type Part = Health['parts'][string];

const run = promisify(execFile);
const PROGRAM_CACHE_MS = 60_000;
const CHECK_TIMEOUT_MS = 3000;

/** `/health` for probes, and `/health/detailed`, part by part, for people. */
export function addHealthRoutes(app: App, parts: HttpParts): void {
  const startedAt = parts.clock();
  const programs = cached(parts.clock, async () => ({
    git: await checkProgram('git', ['--version']),
    lfs: await checkProgram('git', ['lfs', 'version']),
  }));
  app.get('/health', { schema: { response: { 200: z.object({ status: z.literal('ok') }) } } }, () => ({
    status: 'ok' as const,
  }));
  app.get(
    '/health/detailed',
    { schema: { response: { 200: healthSchema, 503: healthSchema } } },
    async (request, reply) => {
      if (!parts.callers.isService(request.headers)) await requirePerson(parts, request);
      const database = await check(async () => {
        await sql`select 1`.execute(parts.database);
        return 'answers';
      });
      const runners = database.status === 'ok' ? await readRunners(parts.database, parts.clock()) : [];
      const all: Record<string, Part> = {
        database,
        blobs: await check(async () => {
          await parts.blobs.checkWritable();
          return 'writable';
        }),
        ...(await programs()),
        queue: queueOf(runners),
        ffmpeg: ffmpegOf(runners),
        workers: workersOf(runners),
      };
      const status = overall(all);
      return reply.code(status === 'down' ? 503 : 200).send({
        status,
        version: parts.version,
        uptimeSeconds: Math.floor((parts.clock() - startedAt) / 1000),
        parts: all,
        workers: runners.flatMap((runner) => runner.status.workers),
      });
    },
  );
}

function overall(all: Readonly<Record<string, Part>>): Health['status'] {
  // Without a database or media nothing works; without the rest people can still edit.
  if (all['database']?.status === 'down' || all['blobs']?.status === 'down') return 'down';
  return Object.values(all).some((part) => part.status !== 'ok') ? 'degraded' : 'ok';
}

async function check(work: () => Promise<string>): Promise<Part> {
  const late = AbortSignal.timeout(CHECK_TIMEOUT_MS);
  const timeout = new Promise<never>((_resolve, reject) => {
    late.addEventListener('abort', () => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS / 1000} s`)));
  });
  try {
    return { status: 'ok', detail: await Promise.race([work(), timeout]) };
  } catch (error) {
    return { status: 'down', detail: error instanceof Error ? error.message : String(error) };
  }
}

async function checkProgram(program: string, args: readonly string[]): Promise<Part> {
  const found = await check(async () => {
    const { stdout } = await run(program, [...args], { timeout: CHECK_TIMEOUT_MS });
    return stdout.trim().split('\n')[0] ?? '';
  });
  return found.status === 'ok' ? found : { status: 'degraded', detail: `not found: apt-get install git git-lfs` };
}

function cached<Value>(clock: () => number, load: () => Promise<Value>): () => Promise<Value> {
  let last: { at: number; value: Promise<Value> } | undefined;
  return () => {
    if (!last || clock() - last.at > PROGRAM_CACHE_MS) last = { at: clock(), value: load() };
    return last.value;
  };
}

const NO_RUNNER: Part = { status: 'degraded', detail: 'no job-runner is connected' };

function queueOf(runners: readonly Runner[]): Part {
  const [first] = runners;
  if (!first) return NO_RUNNER;
  const { queues, queueBackend } = first.status;
  const counts = Object.entries(queues).map(
    ([name, { waiting, active }]) => `${name} ${waiting} waiting, ${active} running`,
  );
  return { status: 'ok', detail: `${queueBackend}: ${counts.join('; ') || 'empty'}` };
}

function ffmpegOf(runners: readonly Runner[]): Part {
  if (runners.length === 0) return NO_RUNNER;
  const version = runners.find((runner) => runner.status.ffmpeg !== null)?.status.ffmpeg;
  return version
    ? { status: 'ok', detail: version }
    : { status: 'degraded', detail: 'not found: films cannot be rendered' };
}

function workersOf(runners: readonly Runner[]): Part {
  if (runners.length === 0) return NO_RUNNER;
  const workers = runners.flatMap((runner) => runner.status.workers);
  const lost = workers.filter((worker) => worker.state === 'lost').length;
  const detail = `${workers.length - lost} of ${workers.length} answer`;
  return { status: workers.length > lost ? 'ok' : 'degraded', detail };
}
