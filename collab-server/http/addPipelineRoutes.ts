import { pipelineSchema, runnerStatusSchema, workerSchema } from '@studio/shared/api';
import { summarise } from '@studio/workflows';
import { z } from 'zod';
import { readRunners, removeRunner, workersOf, writeRunner } from '../storage/runnerStatus.ts';
import type { App, HttpParts } from './httpParts.ts';
import { requirePerson, requireService } from './policies.ts';
import { NO_CONTENT, PROBLEMS } from './problems.ts';

const byRunner = z.object({ id: z.string().min(1).max(100) });

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
    return workersOf(await readRunners(parts.database, parts.clock()));
  });
  app.put(
    '/api/v1/internal/runners/:id',
    {
      schema: {
        params: byRunner,
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
  app.delete(
    '/api/v1/internal/runners/:id',
    { schema: { params: byRunner, response: NO_CONTENT } },
    async (request, reply) => {
      requireService(parts, request);
      await removeRunner(parts.database, request.params.id);
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
