import { z } from 'zod';

/** The quality tiers a pipeline may offer, cheapest first. */
export const TIERS = ['low', 'standard', 'high'] as const;
/** One quality tier. */
export type Tier = (typeof TIERS)[number];

const nodeInput = z.strictObject({ nodeId: z.string().min(1), input: z.string().min(1) });
const bindingSchema = nodeInput.extend({ scale: z.number().positive().optional() });

const inputSchema = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'is a camelCase word, such as startImage'),
  type: z.enum(['text', 'number', 'integer', 'seed', 'image', 'choice']),
  label: z.string().min(1),
  unit: z.string().optional(),
  default: z.union([z.string(), z.number()]).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().positive().optional(),
  maxLength: z.number().int().positive().optional(),
  options: z.array(z.string()).optional(),
  required: z.boolean(),
  help: z.string().min(1),
});

const limitSchema = z.strictObject({
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().positive().optional(),
});

const modelSchema = z.strictObject({
  folder: z.string().min(1),
  name: z.string().min(1),
  sizeBytes: z.number().int().positive(),
  residentBytes: z.number().int().positive().optional(),
  licence: z.string().min(1),
  source: z.url(),
});

const tierSchema = z.strictObject({
  description: z.string().min(1),
  graph: z.string().regex(/^[\w-]+\.json$/, 'is a JSON file beside the manifest, such as low.json'),
  minVramGb: z.number().positive(),
  models: z.array(modelSchema).min(1),
  defaults: z.record(z.string(), z.union([z.string(), z.number()])),
  limits: z.record(z.string(), limitSchema),
  bindings: z.record(z.string(), z.array(bindingSchema)),
  outputs: z.array(z.strictObject({ nodeId: z.string().min(1), media: z.enum(['image', 'video']) })).min(1),
});

/** The shape of `manifest.json`: what an artist sets, and for each tier which graph runs and where the values go. */
export const manifestSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is lower-case words joined by hyphens'),
  version: z.number().int().positive(),
  kind: z.enum(['image', 'video']),
  label: z.string().min(1),
  description: z.string().min(1),
  inputs: z.array(inputSchema).min(1),
  tiers: z
    .strictObject({ low: tierSchema, standard: tierSchema, high: tierSchema })
    .partial()
    .refine((tiers) => Object.keys(tiers).length > 0, 'names at least one quality: low, standard or high'),
});

/** A manifest that passed the schema. */
export type Manifest = z.infer<typeof manifestSchema>;
/** One value that an artist sets. */
export type PipelineInput = z.infer<typeof inputSchema>;
/** What one quality runs: graph, models, defaults, limits, bindings and outputs. */
export type TierManifest = z.infer<typeof tierSchema>;
/** A model file a tier needs; `residentBytes` is what stays in VRAM while sampling, where that is less than the file. */
export type ModelFile = z.infer<typeof modelSchema>;
/** Where a value goes in the graph; a number is multiplied by `scale` first. */
export type Binding = z.infer<typeof bindingSchema>;
