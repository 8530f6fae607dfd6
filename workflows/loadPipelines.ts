import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { checkPipeline } from './checkPipeline.ts';
import { graphSchema } from './graph.ts';
import { manifestSchema, type Tier } from './manifest.ts';
import { loadNodeDefinitions } from './nodeDefinitions.ts';
import type { Pipeline, Workflow } from './pipeline.ts';

/** What a folder of pipelines holds: those that can be used, and one line for each thing that is wrong. */
export interface LoadedPipelines {
  readonly pipelines: readonly Pipeline[];
  readonly problems: readonly string[];
}

/** Where the shipped pipelines live. */
export const PIPELINES_FOLDER = import.meta.dirname;

/** Reads each sub-folder that has a `manifest.json`; a broken pipeline is left out and said, never half loaded. */
export function loadPipelines(folder: string = PIPELINES_FOLDER): LoadedPipelines {
  const definitions = loadNodeDefinitions();
  const pipelines: Pipeline[] = [];
  const problems: string[] = [];
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'manifest.json')))
    .map((entry) => entry.name)
    .sort();
  for (const name of names) {
    const loaded = loadPipeline(join(folder, name), name);
    const found = 'problems' in loaded ? loaded.problems : checkPipeline(loaded, definitions);
    if (found.length === 0 && !('problems' in loaded)) pipelines.push(loaded);
    problems.push(...found);
  }
  return { pipelines, problems };
}

function loadPipeline(folder: string, name: string): Pipeline | { problems: string[] } {
  const manifest = readJson(join(folder, 'manifest.json'), `workflows/${name}/manifest.json`, manifestSchema);
  if ('problems' in manifest) return manifest;
  const problems: string[] = [];
  if (manifest.value.id !== name) {
    problems.push(`workflows/${name}/manifest.json: id is "${manifest.value.id}"; it must equal the folder's name`);
  }
  const tiers: Partial<Record<Tier, Workflow>> = {};
  for (const [tier, entry] of Object.entries(manifest.value.tiers)) {
    if (!entry) continue;
    const graph = readJson(join(folder, entry.graph), `workflows/${name}/${entry.graph}`, graphSchema);
    if ('problems' in graph) problems.push(...graph.problems);
    else tiers[tier as Tier] = { ...entry, graphJson: graph.value };
  }
  return problems.length > 0 ? { problems } : { ...manifest.value, tiers };
}

function readJson<T>(path: string, shown: string, schema: z.ZodType<T>): { value: T } | { problems: string[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    return { problems: [`${shown}: ${cause instanceof Error ? cause.message : String(cause)}`] };
  }
  const result = schema.safeParse(parsed);
  if (result.success) return { value: result.data };
  return {
    problems: result.error.issues.map((issue) => `${shown}: ${issue.path.join('.') || 'file'}: ${issue.message}`),
  };
}
