import { formatTimecode } from '@studio/shared/timeline';
import { ChevronFirst, ChevronLast, Pause, Play, Repeat, StepBack, StepForward } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../ui/IconButton.tsx';
import type { Playhead } from './playhead.ts';
import { usePlayheadPart, usePlayheadState } from './usePlayhead.ts';

export interface TransportBarProps {
  readonly playhead: Playhead;
  /** The label of frame 0, in frames: where the cut's timecode starts. */
  readonly startFrames?: number;
  readonly children?: ReactNode;
}

/** The buttons of a player, its timecode and its frame. */
export function TransportBar({ playhead, startFrames = 0, children }: TransportBarProps) {
  const isStill = usePlayheadPart(playhead, (state) => state.frames <= 1);
  return (
    <div className="flex h-10 shrink-0 items-center gap-1">
      {!isStill && <TransportButtons playhead={playhead} />}
      <FrameReadout playhead={playhead} startFrames={startFrames} />
      <div className="ml-auto flex min-w-0 items-center gap-1">{children}</div>
    </div>
  );
}

function TransportButtons({ playhead }: { readonly playhead: Playhead }) {
  const speed = usePlayheadPart(playhead, (state) => state.speed);
  const isLooping = usePlayheadPart(playhead, (state) => state.isLooping);
  const isRunning = speed !== 0;
  return (
    <>
      <span className="hidden wide:inline-flex">
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
      <span className="hidden wide:inline-flex">
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

function FrameReadout({ playhead, startFrames }: { readonly playhead: Playhead; readonly startFrames: number }) {
  const { frame, frames } = usePlayheadState(playhead);
  if (frames <= 1) return <span className="font-mono text-12 text-ink-3">Still</span>;
  return (
    <span className="font-mono text-12 whitespace-nowrap">
      <span className="text-ink">{formatTimecode(startFrames + frame, playhead.rate)}</span>
      <span className="ml-3 text-ink-3">
        {frame}
        <span className="hidden wide:inline"> / {frames - 1}</span>
      </span>
    </span>
  );
}

function step(playhead: Playhead, frames: number): void {
  playhead.act({ kind: 'step', frames });
}

function edge(playhead: Playhead, end: 'first' | 'last'): void {
  playhead.act({ kind: 'edge', end });
}
