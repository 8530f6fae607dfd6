import {
  projectMeta,
  readEdge,
  readNode,
  readRows,
  readSelection,
  readTake,
  rootMap,
  type TakeRow,
  validEdges,
} from '@studio/shared/document';
import { buildGraph, type Graph, type PipelineSummary, resolveGeneration, slotOf } from '@studio/shared/graph';
import { activeTake } from '@studio/shared/takes';
import type { ProjectSession } from '../documents/projectSession.ts';

/** The documents of a project, for reading. */
export type ProjectPages = Pick<ProjectSession, 'project' | 'ledger'>;

/** The project's graph as everybody sees it: dangling wires hidden, cycles cut. */
export function projectGraph({ project }: Pick<ProjectPages, 'project'>): Graph {
  const nodes = readRows(rootMap(project, 'nodes'), readNode);
  const edges = readRows(rootMap(project, 'edges'), readEdge);
  return buildGraph(nodes.values(), validEdges(edges.values(), (id) => nodes.has(id)).valid);
}

/** All Takes of the project. */
export function projectTakes({ ledger }: Pick<ProjectPages, 'ledger'>): ReadonlyMap<string, TakeRow> {
  return readRows(rootMap(ledger, 'takes'), readTake);
}

/** The picked Take ids by slot. */
export function projectSelections({ project }: Pick<ProjectPages, 'project'>): ReadonlyMap<string, string> {
  return readRows(rootMap(project, 'selections'), readSelection);
}

/** Resolves what running a node would do, as the browser does it before it offers the button. */
export function resolveNode(
  pages: ProjectPages,
  nodeId: string,
  pipelines: readonly PipelineSummary[],
): ReturnType<typeof resolveGeneration> {
  const takes = projectTakes(pages);
  const selections = projectSelections(pages);
  return resolveGeneration(projectGraph(pages), nodeId, {
    activeTake: (slotId) => {
      const take = activeTake(slotId, takes.values(), selections);
      return take && { id: take.id, kind: take.kind, sha256: take.media.sha256 };
    },
    pipelines,
    projectQuality: projectMeta(pages.project).quality,
  });
}

/** The slot whose Takes a node's results join. */
export function slotOfNode(pages: Pick<ProjectPages, 'project'>, nodeId: string): string {
  return slotOf(projectGraph(pages), nodeId);
}
