import { limitsOf } from './checkPipeline.ts';
import { type PipelineInput, TIERS, type Tier } from './manifest.ts';
import type { Pipeline } from './pipeline.ts';

/** What a browser needs to show a pipeline and its parameters: no graph, no bindings, no model files. */
export interface PipelineSummary {
  readonly id: string;
  readonly version: number;
  readonly kind: 'image' | 'video';
  readonly label: string;
  readonly description: string;
  readonly inputs: readonly PipelineInput[];
  readonly tiers: readonly TierSummary[];
}

/** What one quality means for an artist: its words, the VRAM it needs in GB, and its defaults and limits by input. */
export interface TierSummary {
  readonly quality: Tier;
  readonly description: string;
  readonly minVramGb: number;
  readonly models: readonly { readonly name: string; readonly licence: string }[];
  readonly defaults: Readonly<Record<string, string | number>>;
  readonly limits: Readonly<Record<string, { readonly min?: number; readonly max?: number; readonly step?: number }>>;
}

/** Describes a pipeline as a plain object that can be sent to a browser. */
export function summarise(pipeline: Pipeline): PipelineSummary {
  const { id, version, kind, label, description, inputs } = pipeline;
  const tiers = TIERS.flatMap((quality): TierSummary[] => {
    const workflow = pipeline.tiers[quality];
    if (!workflow) return [];
    const limits = Object.fromEntries(inputs.map((input) => [input.name, limitsOf(input, workflow)]));
    const models = workflow.models.map(({ name, licence }) => ({ name, licence }));
    const { minVramGb, defaults } = workflow;
    return [{ quality, description: workflow.description, minVramGb, models, defaults, limits }];
  });
  return { id, version, kind, label, description, inputs, tiers };
}
