import { z } from 'zod';

/** A pipeline as the browser knows it; the shape of `PipelineSummary` in `shared/graph`. */
export const pipelineSchema = z.object({
  id: z.string(),
  version: z.string(),
  label: z.string(),
  description: z.string(),
  kind: z.enum(['image', 'video']),
  inputs: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['text', 'integer', 'number', 'seed', 'image', 'choice']),
      label: z.string(),
      isRequired: z.boolean(),
    }),
  ),
  tiers: z.array(z.object({ quality: z.enum(['low', 'standard', 'high']), minVramGb: z.number() })),
});
