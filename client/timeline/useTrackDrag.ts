import { type PointerEvent, type RefObject, useState } from 'react';
import type { Playhead } from '../player/playhead.ts';
import { useProjectSession } from '../sync/useProject.tsx';
import { clipBoxes, dropPlace, frameAt, snapFrame, type TimelineScale } from './layout.ts';
import { dropClip, writeTrim } from './timelineActs.ts';
import { trimBy, type TrimChange, type TrimEdge, trimRange, trimSubject } from './trimming.ts';
import type { CutView } from './useCut.ts';

/** What is being dragged on the track. Nothing is written before the drop. */
export type TrackDrag =
  | { readonly kind: 'move'; readonly clipId: string; readonly index: number; readonly guide: number }
  | {
      readonly kind: 'trim';
      readonly clipId: string;
      readonly edge: TrimEdge;
      readonly delta: number;
      readonly guide: number;
      readonly isSnapped: boolean;
      readonly change: TrimChange;
    };

export interface TrackDragOptions {
  readonly view: CutView;
  readonly scale: TimelineScale;
  readonly track: RefObject<HTMLElement | null>;
  readonly playhead: Playhead;
  readonly onSelect: (clipId: string) => void;
}

const THRESHOLD = 4;

/** Moves and trims clips by pointer; Escape lets go without a change. */
export function useTrackDrag(options: TrackDragOptions) {
  const session = useProjectSession();
  const [drag, setDrag] = useState<TrackDrag | null>(null);
  const { view, scale, track, playhead, onSelect } = options;

  function follow(press: PointerEvent<HTMLElement>, dragAt: (event: MouseEvent) => TrackDrag): void {
    if (press.button !== 0) return;
    press.stopPropagation();
    let latest: TrackDrag | null = null;
    const ending = new AbortController();
    const onMove = (event: MouseEvent) => {
      if (latest === null && Math.abs(event.clientX - press.clientX) < THRESHOLD) return;
      latest = dragAt(event);
      setDrag(latest);
    };
    const end = (isDropped: boolean) => {
      ending.abort();
      setDrag(null);
      if (!isDropped || !latest) return;
      if (latest.kind === 'move') dropClip(session, view.clips, latest.clipId, latest.index);
      else if (latest.delta !== 0) writeTrim(session, latest.clipId, latest.change);
    };
    const { signal } = ending;
    window.addEventListener('pointermove', onMove, { signal });
    window.addEventListener('pointerup', () => end(true), { signal });
    window.addEventListener('pointercancel', () => end(false), { signal });
    window.addEventListener('keydown', (event) => event.key === 'Escape' && end(false), { signal });
  }

  const pixelAt = (event: MouseEvent) => event.clientX - (track.current?.getBoundingClientRect().left ?? 0);
  const onPress = (press: PointerEvent<HTMLElement>, clipId: string) => {
    onSelect(clipId);
    if (!session.canEdit) return;
    const boxes = clipBoxes(view.cut.events, scale);
    follow(press, (event) => ({ kind: 'move', clipId, ...dropPlace(boxes, clipId, pixelAt(event)) }));
  };
  const onTrimPress = (press: PointerEvent<HTMLElement>, clipId: string, edge: TrimEdge) => {
    onSelect(clipId);
    follow(press, (event) => trimDrag({ view, scale, clipId, edge, frame: frameAt(pixelAt(event), scale), playhead }));
  };
  return { drag, onPress, onTrimPress };
}

interface TrimDragAt {
  readonly view: CutView;
  readonly scale: TimelineScale;
  readonly clipId: string;
  readonly edge: TrimEdge;
  readonly frame: number;
  readonly playhead: Playhead;
}

/** The trim that dropping an edge on a frame would make, pulled to the playhead and to the ends of the Take. */
function trimDrag({ view, scale, clipId, edge, frame, playhead }: TrimDragAt): TrackDrag {
  const event = view.cut.events.find((candidate) => candidate.id === clipId);
  const nothing = { trimInFrames: 0, durationFrames: 0 };
  if (!event) return { kind: 'trim', clipId, edge, delta: 0, guide: 0, isSnapped: false, change: nothing };
  const subject = trimSubject(event, view.takeOf(clipId), view.cut.rate);
  const { least, most } = trimRange(subject, edge);
  const start = edge === 'in' ? event.recordInFrames : event.recordOutFrames;
  const ends = [start, start + least, start + most].filter(Number.isFinite);
  const snapped = snapFrame(frame, [playhead.state().frame, ...ends], scale);
  const delta = Math.max(least, Math.min(most, snapped.frame - start));
  const guide = (start + delta) * scale.pixelsPerFrame;
  const change = trimBy(subject, edge, delta);
  return { kind: 'trim', clipId, edge, delta, guide, isSnapped: snapped.target !== null, change };
}
