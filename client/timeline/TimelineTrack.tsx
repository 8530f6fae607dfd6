import { nodeLabel } from '@studio/shared/graph';
import { type PointerEvent, type RefObject, useRef } from 'react';
import type { Playhead } from '../player/playhead.ts';
import { useGraph, useProjectSession } from '../sync/useProject.tsx';
import { ClipBlock } from './ClipBlock.tsx';
import { DragGuide } from './DragGuide.tsx';
import { clipBoxes, frameAt, type TimelineScale } from './layout.ts';
import { OthersOnTrack, TrackHead } from './TrackHead.tsx';
import { Ruler } from './Ruler.tsx';
import type { CutView } from './useCut.ts';
import { type TrackDrag, useTrackDrag } from './useTrackDrag.ts';
import type { Zoom } from './useTimelineScale.ts';

export interface TimelineTrackProps {
  readonly view: CutView;
  readonly playhead: Playhead;
  readonly zoom: Zoom;
  readonly viewport: RefObject<HTMLDivElement | null>;
  readonly selectedId: string | null;
  readonly onSelect: (clipId: string | null) => void;
}

/** The picture track: ruler, clips end to end, playheads. */
export function TimelineTrack({ view, playhead, zoom, viewport, selectedId, onSelect }: TimelineTrackProps) {
  const session = useProjectSession();
  const graph = useGraph();
  const track = useRef<HTMLDivElement>(null);
  const { scale } = zoom;
  const { cut } = view;
  const { drag, onPress, onTrimPress } = useTrackDrag({ view, scale, track, playhead, onSelect });
  const width = Math.max(zoom.width, view.frames * scale.pixelsPerFrame + 48);
  const boxes = clipBoxes(cut.events, scale);
  const nameOf = (clipId: string) => {
    const shot = graph.nodes.get(view.clips.find((clip) => clip.id === clipId)?.shotId ?? '');
    return shot ? nodeLabel(shot) : 'Removed shot';
  };
  return (
    <div className="relative flex h-full min-h-[112px] flex-col" style={{ width }}>
      <ScrubRuler view={view} width={width} scale={scale} playhead={playhead} />
      <div
        ref={track}
        role="listbox"
        aria-label="Clips"
        data-zone-keys="own"
        className="relative my-2 h-[72px] shrink-0"
        onPointerDown={(event) => event.target === event.currentTarget && onSelect(null)}
      >
        {cut.events.map((event, place) => (
          <ClipBlock
            key={event.id}
            event={event}
            name={nameOf(event.id)}
            take={view.takeOf(event.id)}
            rate={cut.rate}
            left={boxes[place]?.left ?? 0}
            width={boxes[place]?.width ?? 0}
            isSelected={event.id === selectedId}
            isDragged={isMoved(drag, event.id)}
            canEdit={session.canEdit}
            onPress={onPress}
            onTrimPress={onTrimPress}
          />
        ))}
        {drag && <DragGuide drag={drag} rate={cut.rate} />}
      </div>
      <OthersOnTrack scale={scale} />
      <TrackHead playhead={playhead} scale={scale} viewport={viewport} />
    </div>
  );
}

type ScrubRulerProps = Pick<TimelineTrackProps, 'view' | 'playhead'> & {
  readonly width: number;
  readonly scale: TimelineScale;
};

/** The ruler; a drag along it takes the playhead along. */
function ScrubRuler({ view, width, scale, playhead }: ScrubRulerProps) {
  const scrub = (event: PointerEvent<HTMLElement>) => {
    if (event.buttons !== 1) return;
    const pixel = event.clientX - event.currentTarget.getBoundingClientRect().left;
    playhead.seek(frameAt(pixel, scale));
  };
  const { rate, startTimecodeFrames } = view.cut;
  return (
    <div
      className="shrink-0 touch-none"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        scrub(event);
      }}
      onPointerMove={scrub}
    >
      <Ruler frames={view.frames} width={width} scale={scale} rate={rate} startFrames={startTimecodeFrames} />
    </div>
  );
}

function isMoved(drag: TrackDrag | null, clipId: string): boolean {
  return drag?.kind === 'move' && drag.clipId === clipId;
}
