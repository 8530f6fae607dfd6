import { nodeLabel } from '@studio/shared/graph';
import type { Playhead } from '../player/playhead.ts';
import type { ZoneKey } from '../player/useZoneKeys.ts';
import { useGraph, useProjectSession } from '../sync/useProject.tsx';
import { assembleFromShots, dropClip, takeOutClip, writeTrim } from './timelineActs.ts';
import { type TrimEdge, trimSubject, trimToPlayhead } from './trimming.ts';
import type { CutView } from './useCut.ts';
import type { Zoom } from './useTimelineScale.ts';

/** What the toolbar and the keys of a timeline do. */
export interface TimelineCommands {
  readonly canEdit: boolean;
  readonly hasSelection: boolean;
  readonly assemble: () => void;
  readonly remove: () => void;
  readonly trimHere: (edge: TrimEdge) => void;
  readonly onKey: ZoneKey;
}

export interface TimelineCommandOptions {
  readonly view: CutView;
  readonly playhead: Playhead;
  readonly zoom: Zoom;
  readonly selectedId: string | null;
  readonly onSelect: (clipId: string | null) => void;
}

/** The commands of a timeline for its selected clip. */
export function useTimelineCommands(options: TimelineCommandOptions): TimelineCommands {
  const { view, playhead, zoom, selectedId, onSelect } = options;
  const session = useProjectSession();
  const graph = useGraph();
  const event = view.cut.events.find((candidate) => candidate.id === selectedId);
  const clip = view.clips.find((candidate) => candidate.id === selectedId);
  const remove = () => {
    if (!clip || !session.canEdit) return;
    const shot = graph.nodes.get(clip.shotId);
    takeOutClip(session, clip.id, shot ? nodeLabel(shot) : 'The clip');
    onSelect(null);
  };
  const trimHere = (edge: TrimEdge) => {
    if (!event || !session.canEdit) return;
    const subject = trimSubject(event, view.takeOf(event.id), view.cut.rate);
    const change = trimToPlayhead(event, subject, edge, playhead.state().frame);
    if (!change) return;
    writeTrim(session, event.id, change);
    if (edge === 'in') playhead.seek(event.recordInFrames);
  };
  const nudgePlace = (step: number) => {
    const place = view.clips.findIndex((candidate) => candidate.id === selectedId);
    const target = place + step;
    if (clip && session.canEdit && target >= 0 && target < view.clips.length)
      dropClip(session, view.clips, clip.id, target);
  };
  const onKey: ZoneKey = (press) => {
    const act = timelineKey(press);
    if (!act) return false;
    if (act === 'remove') remove();
    else if (act === 'in' || act === 'out') trimHere(act);
    else if (act === 'fit') zoom.fit();
    else if (act === 'closer' || act === 'wider') zoom.by(act === 'closer' ? 1.5 : 1 / 1.5);
    else if (act === 'earlier' || act === 'later') nudgePlace(act === 'later' ? 1 : -1);
    else walkEdges(view, playhead, act === 'next' ? 1 : -1, onSelect);
    return true;
  };
  const assemble = () => assembleFromShots(session, graph, view.clips);
  return { canEdit: session.canEdit, hasSelection: clip !== undefined, assemble, remove, trimHere, onKey };
}

type TimelineKey = 'remove' | 'in' | 'out' | 'fit' | 'closer' | 'wider' | 'earlier' | 'later' | 'next' | 'previous';

const KEYS: { readonly [key: string]: TimelineKey } = {
  Delete: 'remove',
  Backspace: 'remove',
  '[': 'in',
  ']': 'out',
  '!': 'fit',
  '+': 'closer',
  '=': 'closer',
  '-': 'wider',
  ArrowDown: 'next',
  ArrowUp: 'previous',
};

/** What a key asks of a timeline; Alt and an arrow move the clip itself. */
export function timelineKey(
  press: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>,
): TimelineKey | undefined {
  if (press.ctrlKey || press.metaKey) return undefined;
  if (press.altKey) return press.key === 'ArrowLeft' ? 'earlier' : press.key === 'ArrowRight' ? 'later' : undefined;
  return KEYS[press.key];
}

/** Goes to the next or previous cut and selects the clip that begins there. */
function walkEdges(view: CutView, playhead: Playhead, direction: 1 | -1, onSelect: (clipId: string) => void): void {
  const { frame } = playhead.state();
  const { events } = view.cut;
  const target =
    direction === 1
      ? events.find((event) => event.recordInFrames > frame)
      : events.findLast((event) => event.recordInFrames < frame);
  if (!target) return;
  playhead.seek(target.recordInFrames);
  onSelect(target.id);
}
