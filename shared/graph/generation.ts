import { fail, ok, type Result } from '../result.ts';
import { choiceField, nodeLabel, numberField, textField } from './fields.ts';
import { sourcesOf, type Graph, type GraphNode } from './graph.ts';
import { USUAL_PIPELINES, type PipelineSummary, type TierName } from './pipelineSummary.ts';

/** What the rest of the project tells about a run: the picked Takes and the pipelines of the studio. */
export interface RunContext {
  /** The active Take of a slot, if it has one. */
  readonly activeTake: (
    slotId: string,
  ) => { readonly id: string; readonly kind: string; readonly sha256: string } | undefined;
  readonly pipelines: readonly PipelineSummary[];
  readonly projectQuality: TierName;
}

/** A generator's work, resolved from the graph: everything a worker needs but the seed. */
export interface GenerationRequest {
  /** The node that generates. */
  readonly nodeId: string;
  /** The node whose Takes the results join. */
  readonly slotId: string;
  /** The shot that the results are for, if the graph leads to one: names come from it. */
  readonly shotId: string | null;
  readonly kind: 'image' | 'video';
  readonly pipelineId: string;
  readonly quality: TierName;
  readonly prompt: string;
  readonly seconds: number;
  readonly startImage: { readonly takeId: string; readonly sha256: string } | null;
  readonly count: number;
}

/** Why a node cannot run: a sentence, and the node where it can be put right. */
export interface RunObstacle {
  readonly message: string;
  readonly nodeId: string;
}

/** Resolves what running a node would do; a failure lists every obstacle, not just the first. */
export function resolveGeneration(
  graph: Graph,
  nodeId: string,
  context: RunContext,
): Result<GenerationRequest> & { obstacles: readonly RunObstacle[] } {
  const node = graph.nodes.get(nodeId);
  if (!node) return refuse([{ message: 'This node was removed.', nodeId }]);
  const generator = generatorOf(graph, node);
  if (!generator) {
    const message = `${nodeLabel(node)} can't run: nothing makes its picture. Wire a Generate Video or Generate Image to it.`;
    return refuse([{ message, nodeId }]);
  }
  const kind = generator.type === 'generate.video' ? 'video' : 'image';
  const pipeline = pipelineOf(graph, generator, kind, context);
  const startNode = sourcesOf(graph, generator.id, 'image')[0];
  const startTake = startNode && context.activeTake(slotOf(graph, startNode.id));
  const obstacles = obstaclesOf(graph, generator, { kind, pipeline, startNode, hasStart: startTake?.kind === 'image' });
  if (obstacles.length > 0 || !pipeline) return refuse(obstacles);
  const quality = choiceField(generator, 'quality');
  const request: GenerationRequest = {
    nodeId: generator.id,
    slotId: slotOf(graph, generator.id),
    shotId: shotFedBy(graph, generator.id),
    kind,
    pipelineId: pipeline.id,
    quality: quality === 'low' || quality === 'standard' || quality === 'high' ? quality : context.projectQuality,
    prompt: composePrompt(graph, generator),
    seconds: kind === 'video' ? numberField(generator, 'seconds') : 0,
    startImage: startTake?.kind === 'image' ? { takeId: startTake.id, sha256: startTake.sha256 } : null,
    count: numberField(generator, 'count'),
  };
  return { ...ok(request), obstacles: [] };
}

/** The node that makes a node's picture: itself when it generates, or what is wired into a shot. */
export function generatorOf(graph: Graph, node: GraphNode): GraphNode | undefined {
  if (node.type === 'generate.image' || node.type === 'generate.video') return node;
  return node.type === 'shot' ? sourcesOf(graph, node.id, 'picture')[0] : undefined;
}

/** The node whose Takes a generator's results join: the shot it is wired into, else the generator itself. */
export function slotOf(graph: Graph, nodeId: string): string {
  const edges = graph.outOf.get(nodeId) ?? [];
  const toShot = edges.find((edge) => edge.targetHandle === 'picture' && graph.nodes.get(edge.target)?.type === 'shot');
  return toShot?.target ?? nodeId;
}

/** The first shot downstream of a generator, through generators only; null when there is none. */
export function shotFedBy(graph: Graph, nodeId: string): string | null {
  const waiting = [nodeId];
  const seen = new Set(waiting);
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (graph.nodes.get(id)?.type === 'shot') return id;
    for (const edge of graph.outOf.get(id) ?? []) {
      if (seen.has(edge.target)) continue;
      seen.add(edge.target);
      waiting.push(edge.target);
    }
  }
  return null;
}

/** The prompt as it is sent: the node's own text, then its characters, location and style in words. */
export function composePrompt(graph: Graph, generator: GraphNode): string {
  const assets = ['characters', 'location', 'style'].flatMap((handle) => assetWords(graph, generator, handle));
  return [textField(generator, 'prompt').trim(), ...assets].filter(Boolean).join('. ');
}

/** What the assets wired into a handle of a generator add to its prompt; those without a description add nothing. */
export function assetWords(graph: Graph, generator: GraphNode, handle: string): readonly string[] {
  return sourcesOf(graph, generator.id, handle).flatMap((asset) => {
    const description = textField(asset, 'description').trim();
    if (!description) return [];
    return [handle === 'style' ? description : `${textField(asset, 'name')}: ${description}`];
  });
}

function pipelineOf(
  graph: Graph,
  generator: GraphNode,
  kind: 'image' | 'video',
  context: RunContext,
): PipelineSummary | undefined {
  const chosen = sourcesOf(graph, generator.id, 'pipeline')[0];
  const id = chosen ? textField(chosen, 'pipelineId') : USUAL_PIPELINES[kind];
  return context.pipelines.find((pipeline) => pipeline.id === id && pipeline.kind === kind);
}

interface Prospect {
  readonly kind: 'image' | 'video';
  readonly pipeline: PipelineSummary | undefined;
  readonly startNode: GraphNode | undefined;
  readonly hasStart: boolean;
}

function obstaclesOf(graph: Graph, generator: GraphNode, prospect: Prospect): readonly RunObstacle[] {
  const obstacles: RunObstacle[] = [];
  const label = nodeLabel(generator);
  if (composePrompt(graph, generator) === '')
    obstacles.push({ message: `${label} has no prompt.`, nodeId: generator.id });
  if (!prospect.pipeline) {
    const chosen = sourcesOf(graph, generator.id, 'pipeline')[0];
    obstacles.push({
      message: `${label} has no pipeline that makes ${prospect.kind === 'image' ? 'images' : 'video'}.`,
      nodeId: chosen?.id ?? generator.id,
    });
  }
  const needsStart = prospect.pipeline?.inputs.some((input) => input.kind === 'image' && input.isRequired) ?? false;
  if (needsStart && !prospect.startNode)
    obstacles.push({ message: `${label} has no first frame. Wire a Generate Image to it.`, nodeId: generator.id });
  else if (needsStart && !prospect.hasStart && prospect.startNode) {
    obstacles.push({
      message: `${nodeLabel(prospect.startNode)} has no active Take to start from. Run it first.`,
      nodeId: prospect.startNode.id,
    });
  }
  return obstacles;
}

function refuse(obstacles: readonly RunObstacle[]): Result<never> & { obstacles: readonly RunObstacle[] } {
  return { ...fail('obstacles', obstacles.map((obstacle) => obstacle.message).join(' ')), obstacles };
}
