import { createServer, type Server } from 'node:http';
import { Counter, Gauge, Registry } from 'prom-client';
import type { Heartbeat } from './heartbeat.ts';

/** The numbers of a job-runner, for Prometheus. */
export class RunnerMetrics {
  readonly registry = new Registry();
  readonly #runs = new Counter({
    name: 'studio_runs_total',
    help: 'Attempts at runs, by how they ended',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  readonly #queued = new Gauge({
    name: 'studio_queue_jobs',
    help: 'Jobs by queue and state',
    labelNames: ['queue', 'state'],
    registers: [this.registry],
  });
  readonly #workers = new Gauge({
    name: 'studio_workers',
    help: 'Workers by state',
    labelNames: ['state'],
    registers: [this.registry],
  });

  /** Counts one attempt that ended. */
  countRun(outcome: string): void {
    this.#runs.inc({ outcome });
  }

  /** All numbers as text, with the state of now. */
  async write(heartbeat: Pick<Heartbeat, 'status'>): Promise<string> {
    const { queues, workers } = await heartbeat.status();
    for (const [queue, { waiting, active }] of Object.entries(queues)) {
      this.#queued.set({ queue, state: 'waiting' }, waiting);
      this.#queued.set({ queue, state: 'active' }, active);
    }
    for (const state of ['ready', 'busy', 'lost'] as const) {
      this.#workers.set({ state }, workers.filter((worker) => worker.state === state).length);
    }
    return this.registry.metrics();
  }
}

/** Answers /health and /metrics on a port of its own. */
export async function startStatusServer(
  port: number,
  metrics: RunnerMetrics,
  heartbeat: Pick<Heartbeat, 'status'>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = async (): Promise<{ type: string; body: string }> => {
      if (request.url === '/metrics') {
        return { type: metrics.registry.contentType, body: await metrics.write(heartbeat) };
      }
      return { type: 'application/json', body: JSON.stringify({ status: 'ok', ...(await heartbeat.status()) }) };
    };
    if (request.url !== '/health' && request.url !== '/metrics') return void response.writeHead(404).end();
    answer().then(
      ({ type, body }) => response.writeHead(200, { 'content-type': type }).end(body),
      (error: unknown) => response.writeHead(503, { 'content-type': 'text/plain' }).end(String(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return server;
}
