import { loadPipelines, TIERS } from '@studio/workflows';

/** A model file that a ComfyUI worker needs, and the qualities at which a pipeline uses it. */
export interface ListedModel {
  readonly folder: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly licence: string;
  readonly source: string;
  readonly qualities: readonly string[];
}

/** The model files of all pipelines in workflows/, each once, ordered by folder and name. */
export function listModels(): readonly ListedModel[] {
  const models = new Map<string, ListedModel>();
  for (const { tiers } of loadPipelines().pipelines) {
    for (const quality of TIERS) {
      for (const { folder, name, sizeBytes, licence, source } of tiers[quality]?.models ?? []) {
        const key = `${folder}/${name}`;
        const used = new Set([...(models.get(key)?.qualities ?? []), quality]);
        models.set(key, {
          folder,
          name,
          sizeBytes,
          licence,
          source,
          qualities: TIERS.filter((tier) => used.has(tier)),
        });
      }
    }
  }
  return [...models].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, model]) => model);
}
