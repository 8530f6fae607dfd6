import { formatTimecode, type Rate } from '@studio/shared/timeline';
import { memo } from 'react';
import { rulerTicks, type TimelineScale } from './layout.ts';

export interface RulerProps {
  readonly frames: number;
  readonly width: number;
  readonly scale: TimelineScale;
  readonly rate: Rate;
  readonly startFrames: number;
}

/** Timecode along the film. */
export const Ruler = memo(function Ruler({ frames, width, scale, rate, startFrames }: RulerProps) {
  const last = Math.max(frames, Math.ceil(width / scale.pixelsPerFrame));
  return (
    <div aria-hidden className="relative h-6 overflow-hidden border-b bg-surface-1" style={{ width }}>
      {rulerTicks(0, last, scale, rate).map(({ frame, isMajor }) => (
        <span
          key={frame}
          className={isMajor ? 'absolute bottom-0 h-6 border-l' : 'absolute bottom-0 h-1.5 border-l'}
          style={{ left: frame * scale.pixelsPerFrame }}
        >
          {isMajor && (
            <span className="pl-1 font-mono text-11 text-ink-3 select-none">
              {formatTimecode(startFrames + frame, rate)}
            </span>
          )}
        </span>
      ))}
    </div>
  );
});
