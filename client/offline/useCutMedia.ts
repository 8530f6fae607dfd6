import { useMemo } from 'react';
import { useGraph, useProjectSession, useRows } from '../sync/useProject.tsx';
import { useCut } from '../timeline/useCut.ts';
import { type CutMedia, cutMedia } from './cutMedia.ts';

/** The files that keeping the open project's cut takes, as the cut is now. */
export function useCutMedia(): CutMedia {
  const { ledgerTables } = useProjectSession();
  const { clips, takeOf } = useCut();
  const takes = useRows(ledgerTables.takes);
  const { nodes } = useGraph();
  return useMemo(() => {
    const played = clips.flatMap((clip) => takeOf(clip.id) ?? []);
    const references = [...nodes.values()].flatMap(({ fields }) => referenceOf(fields['reference']));
    return cutMedia(played, takes.values(), references);
  }, [clips, takeOf, takes, nodes]);
}

function referenceOf(value: unknown): string[] {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? [value] : [];
}
