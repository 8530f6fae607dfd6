import type { PipelineSummary } from '@studio/shared/graph';
import { TIERS } from './manifest.ts';
import type { Pipeline } from './pipeline.ts';

/** Describes a pipeline for browsers: no graph, no bindings, no model files. */
export function summarise(pipeline: Pipeline): PipelineSummary {
  const { id, version, kind, label, description } = pipeline;
  const inputs = pipeline.inputs.map((input) => ({
    name: input.name,
    kind: input.type,
    label: input.label,
    isRequired: input.required,
  }));
  const tiers = TIERS.flatMap((quality) => {
    const workflow = pipeline.tiers[quality];
    return workflow ? [{ quality, minVramGb: workflow.minVramGb }] : [];
  });
  return { id, version: String(version), label, description, kind, inputs, tiers };
}
