import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bindPrompt, type Graph, loadPipelines, type PipelineValues, type Tier } from '@studio/workflows';
import { ComfyClient } from '../comfyClient.ts';
import { createSimulatedWorker, type SimulatedWorker } from '../simulated/createSimulatedWorker.ts';

/** A simulated worker with a client, and what ends both. */
export interface TestWorker extends AsyncDisposable {
  readonly worker: SimulatedWorker;
  readonly client: ComfyClient;
  /** Starts a new worker on the same port, as a restarted process would be. */
  readonly restart: () => Promise<SimulatedWorker>;
}

/** Starts a fast worker on a free port. */
export async function startTestWorker({
  vramGb = 16,
  speed = 200,
  requestTimeoutMs = 15_000,
} = {}): Promise<TestWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'simulated-worker-'));
  const start = (port: number): Promise<SimulatedWorker> =>
    createSimulatedWorker({ port, vramGb, speed, folder, ffmpegPath: 'ffmpeg', clock: Date.now });
  const running = [await start(0)];
  const first = running[0] as SimulatedWorker;
  const client = new ComfyClient({ baseUrl: first.url, newId: randomUUID, requestTimeoutMs, reconnectMs: [20] });
  return {
    worker: first,
    client,
    restart: async () => {
      const next = await start(first.port);
      running.push(next);
      return next;
    },
    async [Symbol.asyncDispose]() {
      client.close();
      await Promise.all(running.map((worker) => worker.dieNow()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Quick polls and a patient watchdog: a busy machine must not look like a broken worker. */
export const TEST_LIMITS = {
  pollMs: 30,
  livelyPollMs: 60,
  lostMs: 20_000,
  absentMs: 20_000,
  silentMs: 60_000,
  idleMs: 60_000,
  cancelMs: 30_000,
};

/** A small picture prompt. */
export function picturePrompt(values: PipelineValues = {}, tier: Tier = 'low'): Graph {
  const pipeline = loadPipelines().pipelines.find((candidate) => candidate.id === 'flux-text-to-image');
  if (!pipeline) throw new Error('the picture pipeline does not load');
  const small = { prompt: 'a lighthouse at dusk', width: 256, height: 256, ...values };
  const bound = bindPrompt(pipeline, tier, small, { attemptId: randomUUID() });
  if (!bound.ok) throw new Error(bound.failure.message);
  return bound.value.prompt;
}

/** Waits until a check gives a value; fails after the deadline. */
export async function until<Value>(
  check: () => Promise<Value | undefined> | Value | undefined,
  deadlineMs = 10_000,
): Promise<Value> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const value = await check();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
