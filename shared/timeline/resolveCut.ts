import { fail, ok } from '../result.ts';
import { type Cut, type CutEvent, type CutTransition, maxDissolveFrames, straightCut } from './cut.ts';
import { convertFrames, isRate, type Rate } from './rate.ts';
import { allotReels } from './reels.ts';
import type { TimelineRefusal, TimelineResult } from './timelineReason.ts';

/**
 * A clip of the timeline as the cut needs it. `takeId` null means that the shot has no Take yet. Frames are counted at the cut's rate;
 * `durationFrames` 0 means all that is left of the Take. `dissolveFrames` mixes the clip's beginning with what comes before it; 0 is a
 * straight cut.
 */
export type CutClip = {
  readonly id: string;
  readonly name: string;
  readonly takeId: string | null;
  readonly trimInFrames: number;
  readonly durationFrames: number;
  readonly dissolveFrames: number;
};

/**
 * A Take as the cut needs it: `name` is its file name, `frames` counts at its own `rate`. An image lasts as long as asked, whatever its
 * frames say, and has unlimited handles.
 */
export type CutTake = {
  readonly name: string;
  readonly mediaSha256: string;
  readonly kind: 'image' | 'video' | 'film';
  readonly frames: number;
  readonly rate: Rate;
};

/** Everything a cut is made from; clips in playing order. `longDissolves` says what happens to a dissolve longer than its handles. */
export type CutSources = {
  readonly title: string;
  readonly rate: Rate;
  readonly startTimecodeFrames: number;
  readonly clips: readonly CutClip[];
  readonly findTake: (takeId: string) => CutTake | null;
  readonly defaultDurationFrames: number;
  readonly longDissolves: 'shorten' | 'refuse';
};

/** Something the cut changed so that it can play; `clipId` is the clip it concerns. */
export type CutNotice = {
  readonly clipId: string;
  readonly kind: 'take-missing' | 'clip-shortened' | 'dissolve-shortened';
  readonly message: string;
};

/** A resolved cut and what had to be changed to make it. */
export type ResolvedCut = { readonly cut: Cut; readonly notices: readonly CutNotice[] };

type Draft = { clip: CutClip; take: CutTake | null; inFrames: number; frames: number; availableFrames: number };

/**
 * Lays the clips end to end on one picture track. A clip without a Take becomes a labelled gap; a clip that asks for more than its Take
 * has starts earlier or is shortened; a dissolve needs as many frames of the previous Take after its out point, and is shortened or refused without them.
 * Refuses numbers that are not whole frames and ids used twice.
 */
export function resolveCut(sources: CutSources): TimelineResult<ResolvedCut> {
  const refusal = checkSources(sources);
  if (refusal !== null) return refusal;
  const notices: CutNotice[] = [];
  const drafts: Draft[] = [];
  for (const clip of sources.clips) {
    const draft = draftClip(clip, sources, notices);
    if (!draft.ok) return draft;
    drafts.push(draft.value);
  }
  const events = layDrafts(drafts, sources, notices);
  if (!events.ok) return events;
  const { title, rate, startTimecodeFrames } = sources;
  const cut = Object.freeze({ title, rate, startTimecodeFrames, events: Object.freeze(events.value) });
  return ok({ cut, notices });
}

function checkSources(sources: CutSources): TimelineRefusal | null {
  if (!isRate(sources.rate)) return fail('rate-invalid', 'The frame rate of the cut is not usable.', 'rate');
  const seen = new Set<string>();
  for (const clip of sources.clips) {
    if (seen.has(clip.id)) return fail('duplicate-id', `Two clips have the id ${clip.id}.`, 'clips');
    seen.add(clip.id);
  }
  return (
    checkFrames(sources.startTimecodeFrames, 0, 'startTimecodeFrames', 'the cut') ??
    checkFrames(sources.defaultDurationFrames, 1, 'defaultDurationFrames', 'the cut') ??
    sources.clips.map(checkClip).find((refusal) => refusal !== null) ??
    null
  );
}

function checkClip(clip: CutClip): TimelineRefusal | null {
  return (
    checkFrames(clip.trimInFrames, 0, 'trimInFrames', clip.name) ??
    checkFrames(clip.durationFrames, 0, 'durationFrames', clip.name) ??
    checkFrames(clip.dissolveFrames, 0, 'dissolveFrames', clip.name)
  );
}

function checkFrames(value: number, least: number, field: string, owner: string): TimelineRefusal | null {
  if (Number.isSafeInteger(value) && value >= least && value <= 100_000_000) return null;
  const message = `${field} of ${owner} is ${value}; it must be a whole number of frames from ${least}.`;
  return fail('number-invalid', message, field);
}

function draftClip(clip: CutClip, sources: CutSources, notices: CutNotice[]): TimelineResult<Draft> {
  const take = clip.takeId === null ? null : sources.findTake(clip.takeId);
  const inFrames = clip.trimInFrames;
  if (take === null) {
    notices.push({ clipId: clip.id, kind: 'take-missing', message: `${clip.name} has no Take: black in the cut.` });
  }
  if (take === null || take.kind === 'image') {
    const frames = clip.durationFrames || sources.defaultDurationFrames;
    const start = take === null ? 0 : inFrames;
    return ok({ clip, take, inFrames: start, frames, availableFrames: Number.POSITIVE_INFINITY });
  }
  const refusal = checkFrames(take.frames, 1, 'frames', take.name) ?? checkTakeRate(take);
  if (refusal !== null) return refusal;
  return ok(fitClip(clip, take, convertFrames(take.frames, take.rate, sources.rate) || 1, notices));
}

/** Another Take may be shorter than the one that was trimmed: keep as much of the wish as the Take can give. */
function fitClip(clip: CutClip, take: CutTake, availableFrames: number, notices: CutNotice[]): Draft {
  const wanted = clip.durationFrames || Math.max(1, availableFrames - clip.trimInFrames);
  const inFrames = clip.trimInFrames < availableFrames ? clip.trimInFrames : Math.max(0, availableFrames - wanted);
  const frames = Math.min(wanted, availableFrames - inFrames);
  if (frames < wanted || inFrames < clip.trimInFrames) {
    const message = `${clip.name} asks for ${wanted} frames from frame ${clip.trimInFrames}; ${take.name} has ${availableFrames}: playing ${frames} from frame ${inFrames}.`;
    notices.push({ clipId: clip.id, kind: 'clip-shortened', message });
  }
  return { clip, take, inFrames, frames, availableFrames };
}

function checkTakeRate(take: CutTake): TimelineRefusal | null {
  return isRate(take.rate) ? null : fail('rate-invalid', `The frame rate of ${take.name} is not usable.`, 'rate');
}

function layDrafts(drafts: readonly Draft[], sources: CutSources, notices: CutNotice[]): TimelineResult<CutEvent[]> {
  const reels = allotReels(
    drafts.flatMap(({ take }) => (take === null ? [] : [{ mediaSha256: take.mediaSha256, clipName: take.name }])),
  );
  const events: CutEvent[] = [];
  let recordInFrames = 0;
  for (const [index, draft] of drafts.entries()) {
    const transition = resolveTransition(draft, drafts[index - 1] ?? null, sources, notices);
    if (!transition.ok) return transition;
    events.push(buildEvent(draft, recordInFrames, transition.value, reels));
    recordInFrames += draft.frames;
  }
  return ok(events);
}

function resolveTransition(
  draft: Draft,
  previous: Draft | null,
  sources: CutSources,
  notices: CutNotice[],
): TimelineResult<CutTransition> {
  const { clip } = draft;
  if (clip.dissolveFrames === 0) return ok(straightCut);
  const handle =
    previous === null ? clip.dissolveFrames : previous.availableFrames - previous.inFrames - previous.frames;
  const frames = Math.min(clip.dissolveFrames, handle, draft.frames, maxDissolveFrames);
  if (frames === clip.dissolveFrames) return ok(Object.freeze({ kind: 'dissolve', frames }));
  const message = explainShortDissolve(draft, previous, frames);
  if (sources.longDissolves === 'refuse') return fail('handle-too-short', message, 'dissolveFrames');
  notices.push({ clipId: clip.id, kind: 'dissolve-shortened', message });
  return ok(frames === 0 ? straightCut : Object.freeze({ kind: 'dissolve', frames }));
}

function explainShortDissolve(draft: Draft, previous: Draft | null, frames: number): string {
  const { clip } = draft;
  const wish = `The dissolve into ${clip.name} asks for ${clip.dissolveFrames} frames`;
  if (frames === maxDissolveFrames) return `${wish}; the longest that an EDL carries is ${maxDissolveFrames}.`;
  if (frames === draft.frames) return `${wish}; the clip itself has ${frames}.`;
  return `${wish}; ${previous?.clip.name ?? 'the clip before'} has ${frames} left after its out point.`;
}

function buildEvent(
  draft: Draft,
  recordInFrames: number,
  transition: CutTransition,
  reels: ReadonlyMap<string, string>,
): CutEvent {
  const { clip, take, inFrames, frames } = draft;
  const times = {
    sourceInFrames: inFrames,
    sourceOutFrames: inFrames + frames,
    recordInFrames,
    recordOutFrames: recordInFrames + frames,
    transition,
  };
  if (take === null) {
    const clipName = `${clip.name} (no Take)`;
    return Object.freeze({ id: clip.id, kind: 'gap', clipName, mediaSha256: null, reel: 'BL', ...times });
  }
  const { name, mediaSha256 } = take;
  const reel = reels.get(mediaSha256) ?? '';
  return Object.freeze({ id: clip.id, kind: 'clip', clipName: name, mediaSha256, reel, ...times });
}
