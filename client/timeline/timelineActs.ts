import { type ClipRow, insertClips, moveClip, removeClips, trimClip } from '@studio/shared/document';
import { type Graph, shotsInOrder } from '@studio/shared/graph';
import type { ProjectSession } from '../sync/projectSession.ts';
import { assemblerOf } from '../takes/slots.ts';
import { notify, notifyRefusal } from '../ui/notify.ts';
import { assembleShots } from './assembleShots.ts';
import type { TrimChange } from './trimming.ts';

/** Puts every shot that is not in the cut where it belongs. */
export function assembleFromShots(session: ProjectSession, graph: Graph, clips: readonly ClipRow[]): void {
  const shots = shotsInOrder(graph, assemblerOf(graph)).map((shot) => shot.id);
  const insertions = assembleShots(shots, clips);
  for (const { clips: added, index } of insertions) {
    if (!notifyRefusal(insertClips(session.doc, added, index))) return;
  }
  const count = insertions.reduce((sum, insertion) => sum + insertion.clips.length, 0);
  const message =
    shots.length === 0
      ? 'There are no shots yet. Add one on the canvas.'
      : count === 0
        ? 'Every shot is in the cut already.'
        : `${count} ${count === 1 ? 'shot' : 'shots'} added to the cut.`;
  notify({ tone: 'info', message });
}

/** Drops a clip at a place among the others; where it is already, nothing is written. */
export function dropClip(session: ProjectSession, clips: readonly ClipRow[], clipId: string, index: number): void {
  if (clips.findIndex((clip) => clip.id === clipId) !== index) notifyRefusal(moveClip(session.doc, clipId, index));
}

/** Writes a trim. */
export function writeTrim(session: ProjectSession, clipId: string, change: TrimChange): void {
  notifyRefusal(trimClip(session.doc, clipId, change));
}

/** Takes a clip out of the cut and offers to put it back. */
export function takeOutClip(session: ProjectSession, clipId: string, name: string): void {
  if (!notifyRefusal(removeClips(session.doc, [clipId]))) return;
  const action = { label: 'Undo', onSelect: () => void session.undo.undo() };
  notify({ tone: 'info', message: `${name} is out of the cut. Its shot and Takes stay.`, action });
}
