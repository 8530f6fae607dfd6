import { z } from 'zod';

/** A worker as the pool sees it. Memory in bytes. */
export const workerSchema = z.object({
  id: z.string(),
  name: z.string(),
  tier: z.enum(['low', 'standard', 'high']).nullable(),
  vramTotal: z.number(),
  vramFree: z.number(),
  version: z.string(),
  isSimulated: z.boolean(),
  state: z.enum(['ready', 'busy', 'lost']),
  problem: z.string(),
  intentId: z.string().nullable(),
});
/** A worker. */
export type WorkerStatus = z.infer<typeof workerSchema>;

/** PUT /internal/runners/:id: a job-runner's heartbeat. Counts are jobs. */
export const runnerStatusSchema = z.object({
  workers: z.array(workerSchema),
  queues: z.record(z.string(), z.object({ waiting: z.number(), active: z.number() })),
  queueBackend: z.enum(['postgres', 'redis']),
  ffmpeg: z.string().nullable(),
});
/** A job-runner's heartbeat. */
export type RunnerStatus = z.infer<typeof runnerStatusSchema>;

/** The state of one part of the product. */
export const partHealthSchema = z.object({ status: z.enum(['ok', 'degraded', 'down']), detail: z.string() });
/** GET /health/detailed */
export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  version: z.string(),
  uptimeSeconds: z.number(),
  parts: z.record(z.string(), partHealthSchema),
  workers: z.array(workerSchema),
});
/** The health of the product, part by part. */
export type Health = z.infer<typeof healthSchema>;
