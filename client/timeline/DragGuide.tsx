import { formatTimecode, type Rate } from '@studio/shared/timeline';
import { classNames } from '../ui/classNames.ts';
import type { TrackDrag } from './useTrackDrag.ts';

/** Where a drop would land: an insertion line, or the new edge with its change in frames. */
export function DragGuide({ drag, rate }: { readonly drag: TrackDrag; readonly rate: Rate }) {
  if (drag.kind === 'move') {
    return (
      <span
        aria-hidden
        className="pointer-events-none absolute -inset-y-1 z-20 w-[3px] -translate-x-1/2 rounded-full bg-ink"
        style={{ left: drag.guide }}
      />
    );
  }
  const { delta, edge, isSnapped } = drag;
  const sign = delta < 0 ? '−' : '+';
  const words = `${edge === 'in' ? 'In' : 'Out'} ${sign}${formatTimecode(Math.abs(delta), rate).slice(6)} (${sign}${Math.abs(delta)})`;
  return (
    <span
      aria-hidden
      className={classNames(
        'pointer-events-none absolute -inset-y-1 z-20 w-0 border-l-2',
        isSnapped ? 'border-ink' : 'border-ink-2 border-dashed',
      )}
      style={{ left: drag.guide }}
    >
      <span className="absolute top-0 left-1 rounded-sm bg-ink px-1.5 py-0.5 font-mono text-11 whitespace-nowrap text-ground">
        {words}
      </span>
    </span>
  );
}
