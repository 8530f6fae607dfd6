import {
  CUT_SUBJECT,
  type MediaReference,
  type NodeRow,
  readNode,
  readRows,
  readSelection,
  readTake,
  rootMap,
  type SharedTakeRow,
  type TakeRow,
} from '@studio/shared/document';
import { nodeLabel } from '@studio/shared/graph';
import { activeTake, takesOfSlot } from '@studio/shared/takes';
import type * as Y from 'yjs';

/** What a project has that links may show. */
export interface Showable {
  readonly nodes: ReadonlyMap<string, NodeRow>;
  readonly selections: ReadonlyMap<string, string>;
}

/** Reads the nodes and picks of a project document. */
export function readShowable(project: Y.Doc): Showable {
  return {
    nodes: readRows(rootMap(project, 'nodes'), readNode),
    selections: readRows(rootMap(project, 'selections'), readSelection),
  };
}

/** Reads the Takes of a ledger document. */
export function readTakes(ledger: Y.Doc): readonly TakeRow[] {
  return [...readRows(rootMap(ledger, 'takes'), readTake).values()];
}

/** The Takes of a link's subjects as its guests may see them: of `cut`, the films that were rendered. */
export function sharedTakes(
  subjects: readonly string[],
  { nodes, selections }: Showable,
  takes: readonly TakeRow[],
): readonly SharedTakeRow[] {
  return subjects.flatMap((subject) => {
    if (subject === CUT_SUBJECT) return sharedFilms(takes);
    const shot = nodes.get(subject);
    if (!shot) return [];
    const active = activeTake(subject, takes, selections);
    return takesOfSlot(subject, takes).map((take) => present(take, subject, nodeLabel(shot), take.id === active?.id));
  });
}

function sharedFilms(takes: readonly TakeRow[]): SharedTakeRow[] {
  const films = takes
    .filter((take) => take.kind === 'film')
    .sort((a, b) => a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1));
  const newest = films.at(-1);
  return films.map((film) => present(film, CUT_SUBJECT, 'Cut', film === newest));
}

// Field by field: whatever else a Take carries, such as its recipe, is not for guests.
function present(take: TakeRow, shotId: string, shotName: string, isActive: boolean): SharedTakeRow {
  const { id, name, kind, width, height, frames } = take;
  const rate = { num: take.rate.num, den: take.rate.den };
  const [media, thumbnail] = [bare(take.media), bare(take.thumbnail)];
  return { id, shotId, shotName, name, kind, media, thumbnail, width, height, frames, rate, isActive };
}

function bare({ sha256, mime, bytes }: MediaReference): MediaReference {
  return { sha256, mime, bytes };
}
