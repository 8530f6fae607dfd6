import { formatTimecode } from '@studio/shared/timeline';
import { ChevronFirst, ChevronLast, Pause, Play, Repeat, StepBack, StepForward } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../ui/IconButton.tsx';
import type { Playhead } from './playhead.ts';
import { usePlayheadPart, usePlayheadState } from './usePlayhead.ts';

export interface TransportBarProps {
  readonly playhead: Playhead;
  /** Stands for the timecode where it can be typed into. */
  readonly timecode?: ReactNode;
  /** Leaves out what is not needed to play, for a small monitor. */
  readonly isCompact?: boolean;
  readonly children?: ReactNode;
}

/** The buttons of a player, its timecode and its frame. */
export function TransportBar({ playhead, timecode, isCompact = false, children }: TransportBarProps) {
  // A cut keeps its buttons while it is empty, so that nothing jumps when the first clip comes.
  const isStill = usePlayheadPart(playhead, (state) => state.frames <= 1) && timecode === undefined;
  return (
    <div className="flex h-10 shrink-0 items-center gap-1">
      {!isStill && <TransportButtons playhead={playhead} isCompact={isCompact} />}
      {isStill ? (
        <span className="font-mono text-12 text-ink-3">Still</span>
      ) : (
        (timecode ?? <TimecodeReadout playhead={playhead} />)
      )}
      {!isStill && !isCompact && <FrameReadout playhead={playhead} />}
      <div className="ml-auto flex min-w-0 items-center gap-1">{children}</div>
    </div>
  );
}

function TransportButtons({ playhead, isCompact }: { readonly playhead: Playhead; readonly isCompact: boolean }) {
  const speed = usePlayheadPart(playhead, (state) => state.speed);
  const isLooping = usePlayheadPart(playhead, (state) => state.isLooping);
  const isRunning = speed !== 0;
  return (
    <>
      <span className={isCompact ? 'hidden' : 'hidden wide:inline-flex'}>
        <IconButton icon={ChevronFirst} label="First frame" shortcut="Home" onClick={() => edge(playhead, 'first')} />
      </span>
      <IconButton icon={StepBack} label="One frame back" shortcut="←" onClick={() => step(playhead, -1)} />
      <IconButton
        icon={isRunning ? Pause : Play}
        label={isRunning ? 'Pause' : 'Play'}
        shortcut="Space"
        onClick={() => playhead.act({ kind: 'shuttle', key: 'toggle' })}
      />
      <IconButton icon={StepForward} label="One frame on" shortcut="→" onClick={() => step(playhead, 1)} />
      <span className={isCompact ? 'hidden' : 'hidden wide:inline-flex'}>
        <IconButton icon={ChevronLast} label="Last frame" shortcut="End" onClick={() => edge(playhead, 'last')} />
        <IconButton
          icon={Repeat}
          label="Loop"
          shortcut="Shift+L"
          isPressed={isLooping}
          onClick={() => playhead.act({ kind: 'loop' })}
        />
      </span>
      <span aria-live="off" className="w-9 text-center font-mono text-11 text-ink-2">
        {Math.abs(speed) > 1 || speed < 0 ? `${speed < 0 ? '−' : ''}${Math.abs(speed)}×` : ''}
      </span>
    </>
  );
}

function TimecodeReadout({ playhead }: { readonly playhead: Playhead }) {
  const frame = usePlayheadPart(playhead, (state) => state.frame);
  return <span className="font-mono text-12 text-ink">{formatTimecode(frame, playhead.rate)}</span>;
}

function FrameReadout({ playhead }: { readonly playhead: Playhead }) {
  const { frame, frames } = usePlayheadState(playhead);
  return (
    <span className="ml-2 font-mono text-12 whitespace-nowrap text-ink-3">
      {frame}
      <span className="hidden wide:inline"> / {frames - 1}</span>
    </span>
  );
}

function step(playhead: Playhead, frames: number): void {
  playhead.act({ kind: 'step', frames });
}

function edge(playhead: Playhead, end: 'first' | 'last'): void {
  playhead.act({ kind: 'edge', end });
}
