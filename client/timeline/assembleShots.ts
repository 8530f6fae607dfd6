import type { NewClip } from '@studio/shared/document';

/** Clips to insert together before place `index` of the track. */
export interface ClipInsertion {
  readonly index: number;
  readonly clips: readonly NewClip[];
}

/**
 * What “Assemble from shots” adds: a clip for every shot that is not in the cut, behind the clip of the shot before it.
 * Ids come from the shots, so that two people who assemble at once make the same clips. Insertions are meant one after
 * the other; each index counts those before it.
 */
export function assembleShots(
  shotIds: readonly string[],
  clips: readonly { readonly shotId: string }[],
): readonly ClipInsertion[] {
  const track = clips.map((clip) => clip.shotId);
  const insertions: { index: number; clips: NewClip[] }[] = [];
  let place = 0;
  let open: { index: number; clips: NewClip[] } | undefined;
  for (const shotId of shotIds) {
    const present = track.lastIndexOf(shotId);
    if (present >= 0) {
      place = present + 1;
      open = undefined;
      continue;
    }
    if (!open) insertions.push((open = { index: place, clips: [] }));
    open.clips.push({ id: `clip-${shotId}`, shotId });
    track.splice(place, 0, shotId);
    place += 1;
  }
  return insertions;
}
