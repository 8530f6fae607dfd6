import type { Rate } from '@studio/shared/timeline';
import { useMemo, useSyncExternalStore } from 'react';
import { Playhead, type PlayheadState } from './playhead.ts';

/** A playhead for what is played; another `subject` gets another one, at the frame where the last one stood. */
export function usePlayhead(subject: string, frames: number, rate: Rate): Playhead {
  const { num, den, drop = false } = rate;
  return useMemo(
    () => new Playhead(frames, drop ? { num, den, drop } : { num, den }),
    // A subject's frames never change under it; the subject is named so that two of equal length do not share one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [subject, frames, num, den, drop],
  );
}

/** Where a playhead is, drawn again with every frame. */
export function usePlayheadState(playhead: Playhead): PlayheadState {
  return useSyncExternalStore(playhead.subscribe, playhead.state);
}

/** One thing about a playhead; drawn again only when that changes. */
export function usePlayheadPart<Part extends string | number | boolean | null>(
  playhead: Playhead,
  read: (state: PlayheadState) => Part,
): Part {
  return useSyncExternalStore(playhead.subscribe, () => read(playhead.state()));
}
