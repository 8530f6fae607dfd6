import { assetWords, type GenerationRequest, type Graph, textField } from '../graph/index.ts';
import type { Json } from '../document/index.ts';
import type { RunInputs } from './runInputs.ts';

/** What decides a run of a generator besides its request. `film` is the project's size in pixels. */
export interface TakeSurroundings {
  readonly pipelineVersion: string;
  readonly film: { readonly width: number; readonly height: number };
}

/**
 * The inputs of a generator's run. Positions, names on the canvas and the count of Takes are none: the first two change
 * nothing that is made, and the seeds that were asked for stand in the intent itself.
 */
export function takeInputs(
  graph: Graph,
  request: GenerationRequest,
  { pipelineVersion, film }: TakeSurroundings,
): RunInputs {
  const generator = graph.nodes.get(request.nodeId);
  const words = (handle: string): Json => (generator ? assetWords(graph, generator, handle) : []);
  return {
    prompt: generator ? textField(generator, 'prompt').trim() : '',
    characters: words('characters'),
    location: words('location'),
    style: words('style'),
    startImage: request.startImage?.sha256 ?? null,
    pipeline: { id: request.pipelineId, version: pipelineVersion },
    quality: request.quality,
    length: request.seconds,
    slot: request.slotId,
    filmSize: { width: film.width, height: film.height },
  };
}
