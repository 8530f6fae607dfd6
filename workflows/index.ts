export {
  type BindProblem,
  type BindReason,
  type BindResult,
  type BoundPrompt,
  bindPrompt,
  type ImageValue,
  nameUpload,
  type PipelineValues,
  type PromptUpload,
} from './bindPrompt.ts';
export { checkNodeInputs, describeNodeProblem, type NodeProblem } from './checkNodeInputs.ts';
export { checkPipeline, findCycle, limitsOf, modelsOfGraph } from './checkPipeline.ts';
export { type Graph, type GraphNode, graphSchema, isLink, type Link } from './graph.ts';
export { type LoadedPipelines, loadPipelines, PIPELINES_FOLDER } from './loadPipelines.ts';
export {
  type Manifest,
  type ModelFile,
  manifestSchema,
  type PipelineInput,
  TIERS,
  type Tier,
  type TierManifest,
} from './manifest.ts';
export {
  type InputDefinition,
  loadNodeDefinitions,
  type NodeDefinition,
  type NodeDefinitions,
  offerFiles,
} from './nodeDefinitions.ts';
export type { Pipeline, Workflow } from './pipeline.ts';
export { summarise } from './summarise.ts';
