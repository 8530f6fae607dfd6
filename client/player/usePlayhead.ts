import type { Rate } from '@studio/shared/timeline';
import { useState, useSyncExternalStore } from 'react';
import { Playhead, type PlayheadState } from './playhead.ts';

/** A playhead for what is played; another `subject` gets another one, at the frame where the last one stood. */
export function usePlayhead(subject: string, frames: number, rate: Rate): Playhead {
  const key = `${subject} ${frames} ${rate.num} ${rate.den}`;
  const [held, setHeld] = useState(() => ({ key, playhead: new Playhead(frames, rate) }));
  if (held.key === key) return held.playhead;
  const next = new Playhead(frames, rate, held.playhead.state().frame);
  setHeld({ key, playhead: next });
  return next;
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
