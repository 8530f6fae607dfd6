import { type RefObject, useEffect } from 'react';
import type { Playhead } from '../player/playhead.ts';
import { usePlayheadState } from '../player/usePlayhead.ts';
import { usePeople } from '../sync/people.ts';
import type { TimelineScale } from './layout.ts';

export interface TrackHeadProps {
  readonly playhead: Playhead;
  readonly scale: TimelineScale;
  readonly viewport: RefObject<HTMLDivElement | null>;
}

/** The playhead on the track; amber, because this frame is on air. The track scrolls after it while it runs. */
export function TrackHead({ playhead, scale, viewport }: TrackHeadProps) {
  const { frame, speed } = usePlayheadState(playhead);
  const left = frame * scale.pixelsPerFrame;
  useEffect(() => {
    const element = viewport.current;
    if (!element || speed === 0) return;
    const isOut = left < element.scrollLeft || left > element.scrollLeft + element.clientWidth - 40;
    if (isOut) element.scrollTo({ left: left - 80 });
  }, [left, speed, viewport]);
  return (
    <span aria-hidden className="pointer-events-none absolute inset-y-0 z-20 w-px bg-accent" style={{ left }}>
      <span className="absolute top-0 left-1/2 h-3 w-2 -translate-x-1/2 rounded-b-sm bg-accent" />
    </span>
  );
}

/** Where the others stand in the cut. */
export function OthersOnTrack({ scale }: { readonly scale: TimelineScale }) {
  const others = usePeople().filter((person) => !person.isMe && person.playhead !== null);
  return others.map(({ clientId, name, color, playhead }) => (
    <span
      key={clientId}
      className="pointer-events-none absolute inset-y-0 z-10 w-px"
      style={{ left: (playhead ?? 0) * scale.pixelsPerFrame, backgroundColor: color }}
    >
      <span
        className="absolute bottom-0 left-0 rounded-t-sm rounded-br-sm px-1 text-[10px] leading-[14px] font-medium whitespace-nowrap text-black"
        style={{ backgroundColor: color }}
      >
        {name.split(' ')[0]}
      </span>
    </span>
  ));
}
