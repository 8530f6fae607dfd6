import { formatTimecode, readTypedTimecode } from '@studio/shared/timeline';
import { useState } from 'react';
import type { Playhead } from '../player/playhead.ts';
import { usePlayheadState } from '../player/usePlayhead.ts';
import { notify } from '../ui/notify.ts';

export interface TimecodeFieldProps {
  readonly playhead: Playhead;
  readonly startFrames: number;
}

/** The cut's timecode; typing into it goes there: `1500`, `+30`, `-1:00`. */
export function TimecodeField({ playhead, startFrames }: TimecodeFieldProps) {
  const { frame } = usePlayheadState(playhead);
  const [typed, setTyped] = useState<string | null>(null);
  const { rate } = playhead;
  const go = () => {
    if (typed === null || typed.trim() === '') return;
    const read = readTypedTimecode(typed, { rate, playheadFrames: frame, startTimecodeFrames: startFrames });
    if (read.ok) playhead.seek(read.value);
    else notify({ tone: 'error', message: read.failure.message });
  };
  return (
    <input
      aria-label="Timecode"
      title="Type a timecode and press Enter: 1500, +30, -1:00"
      inputMode="text"
      spellCheck={false}
      value={typed ?? formatTimecode(startFrames + frame, rate)}
      onFocus={(event) => {
        playhead.pause();
        event.target.select();
      }}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => setTyped(null)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') go();
        if (event.key === 'Enter' || event.key === 'Escape') {
          setTyped(null);
          event.currentTarget.blur();
        }
      }}
      className="h-6 w-[92px] rounded-sm border border-transparent bg-transparent px-1 font-mono text-12 text-ink hover:border-line focus:border-line-strong focus:bg-surface-1"
    />
  );
}
