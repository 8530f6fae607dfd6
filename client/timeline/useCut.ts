import type { ClipRow, TakeRow } from '@studio/shared/document';
import { activeTake } from '@studio/shared/takes';
import { type ClipEvent, durationOfCut, pictureClips, projectCut, type ResolvedCut } from '@studio/shared/timeline';
import { useMemo } from 'react';
import type { CutProgramme } from '../player/cutEngine.ts';
import type { CutMedium } from '../player/cutPlace.ts';
import { useGraph, useMeta, useProjectSession, useRows } from '../sync/useProject.tsx';
import { mediaUrl } from '../ui/mediaSource.ts';

/** The cut of the open project as it is now. */
export interface CutView extends ResolvedCut {
  readonly clips: readonly ClipRow[];
  readonly frames: number;
  readonly programme: CutProgramme;
  /** The Take that a clip plays. */
  readonly takeOf: (clipId: string) => TakeRow | undefined;
}

/** The cut, live: another trim, order or active Take gives another one. */
export function useCut(): CutView {
  const { tables, ledgerTables } = useProjectSession();
  const { title, rate } = useMeta();
  const clips = useRows(tables.clips);
  const selections = useRows(tables.selections);
  const takes = useRows(ledgerTables.takes);
  const { nodes } = useGraph();
  return useMemo(() => {
    const resolved = projectCut({ meta: { title, rate }, clips: clips.values(), nodes, takes, selections });
    // Rows are checked when they are read, so that a cut of them always resolves.
    if (!resolved.ok) throw new Error(resolved.failure.message);
    const { cut, notices } = resolved.value;
    const byClip = new Map(
      [...clips.values()].map((clip) => [clip.id, activeTake(clip.shotId, takes.values(), selections)]),
    );
    const takeOf = (clipId: string) => byClip.get(clipId);
    const mediumOf = (event: ClipEvent) => mediumFrom(takeOf(event.id));
    const frames = durationOfCut(cut);
    return { cut, notices, clips: pictureClips(clips.values()), frames, takeOf, programme: { cut, mediumOf } };
  }, [title, rate, clips, selections, takes, nodes]);
}

function mediumFrom(take: TakeRow | undefined): CutMedium | undefined {
  if (!take) return undefined;
  const { frames, rate } = take;
  return { url: mediaUrl(take.media.sha256), isStill: take.kind === 'image', frames, rate };
}
