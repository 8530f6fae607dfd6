import { buildGraph, type Graph, type GraphNode } from './graph.ts';
import type { PipelineSummary } from './pipelineSummary.ts';

/** A graph from short words, for tests: nodes as `id: type` with fields, wires as `source.handle>target.handle`. */
export function graphOf(
  nodes: Readonly<Record<string, readonly [type: string, fields?: GraphNode['fields']]>>,
  wires: readonly string[],
): Graph {
  const rows = Object.entries(nodes).map(([id, [type, fields]]) => ({ id, type, fields: fields ?? {} }));
  const edges = wires.map((wire, index) => {
    const [from = '', to = ''] = wire.split('>');
    const [source = '', sourceHandle = ''] = from.split('.');
    const [target = '', targetHandle = ''] = to.split('.');
    return { id: `e${index}`, source, sourceHandle, target, targetHandle };
  });
  return buildGraph(rows, edges);
}

/** The usual pipelines, cut down to what the graph asks of them. */
export const TEST_PIPELINES: readonly PipelineSummary[] = [
  {
    id: 'flux-text-to-image',
    version: '1',
    label: 'FLUX',
    description: '',
    kind: 'image',
    inputs: [],
    tiers: [{ quality: 'low', minVramGb: 12 }],
  },
  {
    id: 'wan-image-to-video',
    version: '1',
    label: 'Wan',
    description: '',
    kind: 'video',
    inputs: [{ name: 'image', kind: 'image', label: 'First frame', isRequired: true }],
    tiers: [{ quality: 'low', minVramGb: 12 }],
  },
];
