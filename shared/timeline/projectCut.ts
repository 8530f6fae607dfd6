import { inOrder } from '../document/order.ts';
import { PICTURE_TRACK, type ClipRow } from '../document/records/clip.ts';
import type { MetaRow } from '../document/records/meta.ts';
import type { TakeRow } from '../document/records/take.ts';
import { nodeLabel, numberField } from '../graph/fields.ts';
import type { GraphNode } from '../graph/graph.ts';
import { activeTake } from '../takes/activeTake.ts';
import { framesPerHour, namedRates, type Rate } from './rate.ts';
import { type CutClip, resolveCut, type ResolvedCut } from './resolveCut.ts';
import type { TimelineResult } from './timelineReason.ts';

/** What a project's cut is made from: rows of its document and of its ledger. */
export interface ProjectCutSources {
  readonly meta: Pick<MetaRow, 'title' | 'rate'>;
  readonly clips: Iterable<ClipRow>;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly takes: ReadonlyMap<string, TakeRow>;
  readonly selections: { get(slotId: string): string | undefined };
}

/** How many frames a clip without a Take lasts when neither it nor its shot says. */
const GAP_FRAMES = 48;

/** The rate of a project's cut. */
export function projectRate(meta: Pick<MetaRow, 'rate'>): Rate {
  return namedRates[meta.rate];
}

/** The clips of the picture track in playing order. */
export function pictureClips(clips: Iterable<ClipRow>): readonly ClipRow[] {
  return inOrder([...clips].filter((clip) => clip.trackId === PICTURE_TRACK.id));
}

/**
 * Resolves a project's cut: every clip of the picture track with the active Take of its shot, starting at 01:00:00:00.
 * The browser draws it and the render service makes the film from it, so that both show the same frames. Stills and shots
 * without a Take last as long as their clip says, else as their shot says. Too long dissolves are shortened with a notice.
 */
export function projectCut(sources: ProjectCutSources): TimelineResult<ResolvedCut> {
  const rate = projectRate(sources.meta);
  return resolveCut({
    title: sources.meta.title,
    rate,
    startTimecodeFrames: framesPerHour(rate),
    clips: pictureClips(sources.clips).map((clip) => cutClip(clip, sources)),
    findTake: (takeId) => cutTake(sources.takes.get(takeId)),
    defaultDurationFrames: GAP_FRAMES,
    longDissolves: 'shorten',
  });
}

function cutClip(clip: ClipRow, sources: ProjectCutSources): CutClip {
  const shot = sources.nodes.get(clip.shotId);
  const take = activeTake(clip.shotId, sources.takes.values(), sources.selections);
  const isAsLongAsAsked = take === undefined || take.kind === 'image';
  const shotFrames = shot && isAsLongAsAsked ? numberField(shot, 'durationFrames') : 0;
  return {
    id: clip.id,
    name: shot ? nodeLabel(shot) : 'Removed shot',
    takeId: take?.id ?? null,
    trimInFrames: clip.trimInFrames,
    durationFrames: clip.durationFrames || shotFrames,
    dissolveFrames: clip.dissolveFrames,
  };
}

function cutTake(take: TakeRow | undefined) {
  if (!take) return null;
  const { name, media, kind, frames, rate } = take;
  return { name, mediaSha256: media.sha256, kind, frames, rate };
}
