import { pipelineSchema, runnerStatusSchema, workerSchema } from '@studio/shared/api';
import { summarise } from '@studio/workflows';
import { z } from 'zod';
import { readRunners, writeRunner } from '../storage/runnerStatus.ts';
import type { App, HttpParts } from './httpParts.ts';
import { requirePerson, requireService } from './policies.ts';
import { NO_CONTENT, PROBLEMS } from './problems.ts';

type PipelineAnswer = z.infer<typeof pipelineSchema>;

/** What can be generated and on what: pipelines, workers, and the heartbeats that workers are known from. */
export function addPipelineRoutes(app: App, parts: HttpParts): void {
  const pipelines = presentPipelines(parts);
  app.get(
    '/api/v1/pipelines',
    { schema: { response: { 200: z.array(pipelineSchema), ...PROBLEMS } } },
    async (request) => {
      if (!parts.callers.isService(request.headers)) await requirePerson(parts, request);
      return pipelines;
    },
  );
  app.get('/api/v1/workers', { schema: { response: { 200: z.array(workerSchema), ...PROBLEMS } } }, async (request) => {
    await requirePerson(parts, request);
    const runners = await readRunners(parts.database, parts.clock());
    const workers = new Map(runners.flatMap((runner) => runner.status.workers).map((worker) => [worker.id, worker]));
    return [...workers.values()];
  });
  app.put(
    '/api/v1/internal/runners/:id',
    {
      schema: {
        params: z.object({ id: z.string().min(1).max(100) }),
        body: runnerStatusSchema,
        response: NO_CONTENT,
      },
    },
    async (request, reply) => {
      requireService(parts, request);
      await writeRunner(parts.database, request.params.id, request.body, parts.clock());
      return reply.code(204).send(null);
    },
  );
}

function presentPipelines(parts: HttpParts): PipelineAnswer[] {
  return parts.pipelines.pipelines.map((pipeline) => {
    const { inputs, tiers, ...summary } = summarise(pipeline);
    return { ...summary, inputs: [...inputs], tiers: [...tiers] };
  });
}
