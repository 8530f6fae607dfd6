import { activeTake } from '@studio/shared/takes';
import {
  type NodeRow,
  projectMeta,
  readNode,
  readRows,
  readSelection,
  rootMap,
  type TakeRow,
} from '@studio/shared/document';
import type * as Y from 'yjs';
import type { ProjectSummary } from './projectActivity.ts';

/** What lists show of a project: its names, how many shots it has, and a picture of the first shot that has one. */
export function summariseProject(project: Y.Doc, takes: readonly TakeRow[]): Omit<ProjectSummary, 'changedAt'> {
  const { title, logline } = projectMeta(project);
  const shots = [...readRows(rootMap(project, 'nodes'), readNode).values()].filter((node) => node.type === 'shot');
  return { title, logline, poster: findPoster(project, shots, takes), shotCount: shots.length };
}

function findPoster(project: Y.Doc, shots: readonly NodeRow[], takes: readonly TakeRow[]): string | null {
  const takesOf = Map.groupBy(takes, (take) => take.slotId);
  const selections = readRows(rootMap(project, 'selections'), readSelection);
  // This is asked every second while people edit: only shots that have Takes are put in order.
  const inOrder = shots.filter(({ id }) => takesOf.has(id)).sort(byNumber);
  for (const { id } of inOrder) {
    const take = activeTake(id, takesOf.get(id) ?? [], selections);
    if (take) return take.thumbnail.sha256;
  }
  return null;
}

// Made once: comparing by `localeCompare` makes one for every pair.
const numbers = new Intl.Collator('en', { numeric: true });

function byNumber(a: NodeRow, b: NodeRow): number {
  return numbers.compare(numberOf(a), numberOf(b)) || (a.id < b.id ? -1 : 1);
}

function numberOf(shot: NodeRow): string {
  const number = shot.fields['number'];
  return typeof number === 'string' ? number : '';
}
