import type { Change } from '@studio/shared/api';
import { labelOf, plural } from './filmWords.ts';
import type { ClipRow } from '@studio/shared/document';
import type { Manifest } from './projectManifestView.ts';

/** Says what happened to the cut: clips added, removed, retimed by n frames, and one line for a new order. */
export function describeCut(before: Manifest, after: Manifest): Change[] {
  const was = new Map(before.clips.map((clip) => [clip.id, clip]));
  const is = new Map(after.clips.map((clip) => [clip.id, clip]));
  const changes: Change[] = [];
  const say = (shotId: string, text: string) =>
    changes.push({ kind: 'cut', text: `Cut: ${labelOf(after, shotId, before)} ${text}`, nodeId: shotId });
  for (const clip of after.clips) if (!was.has(clip.id)) say(clip.shotId, 'added');
  for (const clip of before.clips) if (!is.has(clip.id)) say(clip.shotId, 'removed');
  for (const clip of after.clips) {
    const old = was.get(clip.id);
    const text = old && describeTrim(old, clip);
    if (text) say(clip.shotId, text);
  }
  const kept = (clips: readonly ClipRow[], others: ReadonlyMap<string, unknown>) =>
    clips.filter((clip) => others.has(clip.id)).map((clip) => clip.id);
  const [orderBefore, orderAfter] = [kept(before.clips, is), kept(after.clips, was)];
  const moved = orderAfter.filter((id, index) => orderBefore[index] !== id).length;
  if (moved > 0) changes.push({ kind: 'cut', text: `Cut: new order (${plural(moved, 'clip')} moved)`, nodeId: null });
  return changes;
}

function describeTrim(was: ClipRow, is: ClipRow): string {
  const parts: string[] = [];
  if (was.trimInFrames !== is.trimInFrames) parts.push(`starts ${signed(is.trimInFrames - was.trimInFrames)} frames`);
  if (was.durationFrames !== is.durationFrames) {
    const isOpen = was.durationFrames === 0 || is.durationFrames === 0;
    parts.push(
      isOpen
        ? `plays ${is.durationFrames === 0 ? 'to the end' : `${is.durationFrames} frames`}`
        : `retimed by ${signed(is.durationFrames - was.durationFrames)} frames`,
    );
  }
  if (was.dissolveFrames !== is.dissolveFrames)
    parts.push(is.dissolveFrames === 0 ? 'cuts in' : `dissolves in over ${is.dissolveFrames} frames`);
  return parts.join(', ');
}

function signed(frames: number): string {
  return frames > 0 ? `+${frames}` : String(frames);
}
