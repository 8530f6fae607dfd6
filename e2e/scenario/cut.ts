import { inOrder, insertClips, moveClip, pickTake, projectMeta, type TakeRow, trimClip } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { durationOfCut, parseEdl, projectCut, projectRate } from '@studio/shared/timeline';
import { expect } from 'vitest';
import type { Editor } from './editor.ts';
import type { LaidFilm } from './layOutFilm.ts';
import { countFrames } from './media.ts';
import { type Asked, takesOf } from './runs.ts';

const TRIMS = [
  { trimInFrames: 2, durationFrames: 16 },
  { trimInFrames: 0, durationFrames: 18, dissolveFrames: 6 },
  { trimInFrames: 4, durationFrames: 12 },
] as const;
const FILM_FRAMES = 16 + 18 + 12;

/** Picks, for each run, the Take at `index` of its seeds; returns what was picked. */
export function pickEach(editor: Editor, runs: readonly Asked[], index: number): TakeRow[] {
  return runs.map(({ intentId }) => {
    const take = takesOf(editor, intentId)[index];
    if (!take) throw new Error(`Run ${intentId} made no Take ${index + 1}.`);
    unwrap(pickTake(editor.project, take.slotId, take.id));
    return take;
  });
}

/** Cuts the three shots together: put in the wrong order, moved right, trimmed, with a dissolve into the second. */
export function cutFilm(editor: Editor, film: LaidFilm): void {
  const clips = film.shots.map(({ shotId, number }) => ({ id: `clip-${number}`, shotId }));
  const [first, second, third] = clips;
  if (!first || !second || !third) throw new Error('The scenario has three shots.');
  unwrap(insertClips(editor.project, [third, first, second], 0));
  unwrap(moveClip(editor.project, third.id, 2));
  clips.forEach((clip, index) => unwrap(trimClip(editor.project, clip.id, TRIMS[index] ?? {})));
  expect(inOrder(editor.clips.rows().values()).map((clip) => clip.shotId)).toEqual(
    film.shots.map(({ shotId }) => shotId),
  );
}

/** Expects the film of a render to have the frames of its EDL, and these to be the frames of the cut. */
export async function expectFilm(editor: Editor, render: Asked): Promise<void> {
  const [film] = takesOf(editor, render.intentId);
  if (!film?.edl) throw new Error('The render made no film with an EDL.');
  const meta = projectMeta(editor.project);
  const { cut } = unwrap(
    projectCut({
      meta,
      clips: editor.clips.rows().values(),
      nodes: editor.nodes.rows(),
      takes: editor.takes.rows(),
      selections: { get: (slotId) => editor.selections.row(slotId) },
    }),
  );
  const edl = unwrap(parseEdl((await editor.client.media(film.edl.sha256)).toString('utf8'), projectRate(meta)));
  expect(durationOfCut(cut)).toBe(FILM_FRAMES);
  expect(edl.events.at(-1)?.recordOutFrames).toBe(FILM_FRAMES);
  expect(film).toMatchObject({ kind: 'film', frames: FILM_FRAMES });
  expect(await countFrames(editor, film.media.sha256)).toBe(FILM_FRAMES);
}
