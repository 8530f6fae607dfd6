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
  const selections = readRows(rootMap(project, 'selections'), readSelection);
  const pictured = shots.sort(byNumber).flatMap((shot) => activeTake(shot.id, takes, selections) ?? []);
  return { title, logline, poster: pictured[0]?.thumbnail.sha256 ?? null, shotCount: shots.length };
}

function byNumber(a: NodeRow, b: NodeRow): number {
  return numberOf(a).localeCompare(numberOf(b), 'en', { numeric: true }) || (a.id < b.id ? -1 : 1);
}

function numberOf(shot: NodeRow): string {
  const number = shot.fields['number'];
  return typeof number === 'string' ? number : '';
}
