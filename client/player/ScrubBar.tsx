import { formatTimecode } from '@studio/shared/timeline';
import { type CSSProperties, type PointerEvent, useState } from 'react';
import { classNames } from '../ui/classNames.ts';
import { frameAtPixel, percentOfFrame } from './frameMath.ts';
import type { Playhead } from './playhead.ts';
import { usePlayheadState } from './usePlayhead.ts';

/** Something that stands on a frame of the scrub bar, such as a note. */
export interface ScrubMark {
  readonly id: string;
  readonly frame: number;
  readonly label: string;
  readonly isFaint: boolean;
}

export interface ScrubBarProps {
  readonly playhead: Playhead;
  readonly marks?: readonly ScrubMark[];
  readonly onMark?: (id: string) => void;
  /** The picture of a frame to show while hovering. */
  readonly pictureAt?: ((frame: number) => CSSProperties) | undefined;
}

/** The length of a Take as a line to drag along: head, in and out, notes; hovering shows the frame. */
export function ScrubBar({ playhead, marks = [], onMark, pictureAt }: ScrubBarProps) {
  const [hovered, setHovered] = useState<number | null>(null);
  const { frame, frames, inFrame, outFrame } = usePlayheadState(playhead);
  const frameUnder = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return frameAtPixel(event.clientX - box.left, box.width, frames);
  };
  const onMove = (event: PointerEvent<HTMLElement>) => {
    const under = frameUnder(event);
    setHovered(under);
    if (event.buttons === 1) playhead.seek(under);
  };
  const onDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    playhead.seek(frameUnder(event));
  };
  return (
    <div className="relative h-7 shrink-0 touch-none select-none">
      <div
        role="slider"
        tabIndex={0}
        aria-label="Frame"
        aria-valuemin={0}
        aria-valuemax={frames - 1}
        aria-valuenow={frame}
        aria-valuetext={`Frame ${frame} of ${frames}`}
        className="absolute inset-0 rounded-sm"
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerLeave={() => setHovered(null)}
      >
        <ScrubTrack frame={frame} frames={frames} inFrame={inFrame} outFrame={outFrame} />
      </div>
      {marks.map((mark) => (
        <ScrubMarkButton key={mark.id} mark={mark} frames={frames} onPress={() => onMark?.(mark.id)} />
      ))}
      {hovered !== null && frames > 1 && (
        <HoveredFrame playhead={playhead} frame={hovered} picture={pictureAt?.(hovered)} />
      )}
    </div>
  );
}

interface ScrubTrackProps {
  readonly frame: number;
  readonly frames: number;
  readonly inFrame: number | null;
  readonly outFrame: number | null;
}

function ScrubTrack({ frame, frames, inFrame, outFrame }: ScrubTrackProps) {
  const from = percentOfFrame(inFrame ?? 0, frames);
  const to = percentOfFrame(outFrame ?? frames - 1, frames);
  const head = percentOfFrame(frame, frames);
  return (
    <>
      <span className="absolute inset-x-0 top-1/2 h-1 -translate-y-1/2 rounded-full bg-surface-3" />
      <span
        className="absolute top-1/2 h-1 -translate-y-1/2 rounded-full bg-line-strong"
        style={{ left: `${from}%`, width: `${to - from}%` }}
      />
      <span
        className="absolute top-1/2 h-1 -translate-y-1/2 rounded-full bg-ink-2"
        style={{ left: `${Math.min(from, head)}%`, width: `${Math.max(0, head - Math.min(from, head))}%` }}
      />
      <span
        className="absolute top-1.5 bottom-1.5 w-[3px] -translate-x-1/2 rounded-full bg-ink"
        style={{ left: `${head}%` }}
      />
    </>
  );
}

function ScrubMarkButton(props: { readonly mark: ScrubMark; readonly frames: number; readonly onPress: () => void }) {
  const { mark, frames, onPress } = props;
  return (
    <button
      type="button"
      aria-label={mark.label}
      title={mark.label}
      onClick={onPress}
      className="absolute -top-0.5 flex size-4 -translate-x-1/2 items-start justify-center"
      style={{ left: `${percentOfFrame(mark.frame, frames)}%` }}
    >
      <span
        className={classNames(
          'mt-0.5 size-2 rotate-45 rounded-[1px] border border-ground',
          mark.isFaint ? 'bg-line-strong' : 'bg-ink',
        )}
      />
    </button>
  );
}

interface HoveredFrameProps {
  readonly playhead: Playhead;
  readonly frame: number;
  readonly picture: CSSProperties | undefined;
}

function HoveredFrame({ playhead, frame, picture }: HoveredFrameProps) {
  const place = percentOfFrame(frame, playhead.state().frames);
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute bottom-full z-10 mb-1 overflow-hidden rounded border bg-surface-2 shadow-float"
      style={{ left: `clamp(64px, ${place}%, 100% - 64px)`, transform: 'translateX(-50%)' }}
    >
      {picture && <div className="h-[68px] w-[120px] bg-black" style={picture} />}
      <p className="px-2 py-0.5 text-center font-mono text-11 text-ink-2">{formatTimecode(frame, playhead.rate)}</p>
    </div>
  );
}
