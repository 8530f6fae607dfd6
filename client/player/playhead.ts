import type { Rate } from '@studio/shared/timeline';
import { clampFrame } from './frameMath.ts';
import { pressShuttle, type ShuttleState, type Speed, STANDING } from './shuttle.ts';
import type { TransportAction } from './transportKeys.ts';

/** Where a player is. Frames count from 0; `outFrame` is the last frame that plays, itself included. */
export interface PlayheadState {
  readonly frame: number;
  readonly frames: number;
  readonly speed: Speed;
  readonly inFrame: number | null;
  readonly outFrame: number | null;
  readonly isLooping: boolean;
  /** What stops the picture from showing, for a person; '' when nothing does. */
  readonly problem: string;
}

/** What draws: one frame standing, or frames running, each of which it reports to `Playhead.arrive`. */
export interface PictureEngine {
  show(frame: number): void;
  run(fromFrame: number, speed: Speed): void;
  dispose(): void;
}

/** A playhead over a Take or a cut: marks, loop and shuttle, without knowing what draws. Views subscribe to it. */
export class Playhead {
  readonly rate: Rate;
  #state: PlayheadState;
  #shuttle: ShuttleState = STANDING;
  #engine: PictureEngine | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(frames: number, rate: Rate, frame = 0) {
    this.rate = rate;
    const marks = { inFrame: null, outFrame: null, isLooping: false };
    this.#state = { frame: clampFrame(frame, frames), frames: Math.max(1, frames), speed: 0, ...marks, problem: '' };
  }

  readonly state = (): PlayheadState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Gives the playhead something that draws, and has it draw where the playhead stands; returns how to take it away. */
  attach(engine: PictureEngine): () => void {
    this.#engine = engine;
    engine.show(this.#state.frame);
    return () => {
      if (this.#engine === engine) this.#engine = null;
      engine.dispose();
    };
  }

  /** The length changed under it: another person trimmed, or another Take became active. */
  setLength(frames: number): void {
    if (frames === this.#state.frames) return;
    const { frame, inFrame, outFrame } = this.#state;
    const keep = (mark: number | null) => (mark === null || mark >= frames ? null : mark);
    const change = { frames: Math.max(1, frames), inFrame: keep(inFrame), outFrame: keep(outFrame) };
    this.#change({ ...change, frame: clampFrame(frame, frames) });
  }

  /** Draws the frame again, because what is drawn there changed. */
  redraw(): void {
    if (this.#state.speed === 0) this.#engine?.show(this.#state.frame);
    else this.#engine?.run(this.#state.frame, this.#state.speed);
  }

  seek(frame: number): void {
    const target = clampFrame(frame, this.#state.frames);
    if (this.#state.speed !== 0) this.#setSpeed(0);
    this.#change({ frame: target });
    this.#engine?.show(target);
  }

  /** Runs from a frame at a speed, as another playhead does that this one follows. */
  runFrom(frame: number, speed: Speed): void {
    if (this.#state.frames <= 1 || speed === 0) return this.seek(frame);
    this.#shuttle = { ...this.#shuttle, speed };
    this.#run(clampFrame(frame, this.#state.frames), speed);
  }

  pause(): void {
    if (this.#state.speed !== 0) this.act({ kind: 'shuttle', key: 'stop' });
  }

  /** The engine drew a frame while running. */
  arrive(frame: number): void {
    const { speed } = this.#state;
    if (speed === 0) return;
    const { first, last } = this.#range();
    const isPast = speed > 0 ? frame >= last : frame <= first;
    if (!isPast) return this.#change({ frame: clampFrame(frame, this.#state.frames) });
    if (this.#state.isLooping && last > first) return this.#run(speed > 0 ? first : last, speed);
    this.#setSpeed(0);
    this.seek(speed > 0 ? last : first);
  }

  fail(problem: string): void {
    this.#setSpeed(0);
    this.#change({ problem });
  }

  act(action: TransportAction): void {
    switch (action.kind) {
      case 'shuttle': {
        const { state, step } = pressShuttle(this.#shuttle, action.key);
        this.#shuttle = state;
        if (step !== 0) return this.seek(this.#state.frame + step);
        return this.#applySpeed(state.speed);
      }
      case 'step':
        return this.seek(this.#state.frame + action.frames);
      case 'edge':
        return this.seek(action.end === 'first' ? this.#range().first : this.#range().last);
      case 'mark':
        return this.#mark(action.end);
      case 'clearMarks':
        return this.#change({ inFrame: null, outFrame: null });
      case 'loop':
        return this.#change({ isLooping: !this.#state.isLooping });
    }
  }

  #mark(end: 'in' | 'out'): void {
    const { frame, inFrame, outFrame } = this.#state;
    if (end === 'in')
      this.#change({ inFrame: frame, outFrame: outFrame !== null && outFrame < frame ? null : outFrame });
    else this.#change({ outFrame: frame, inFrame: inFrame !== null && inFrame > frame ? null : inFrame });
  }

  #applySpeed(speed: Speed): void {
    if (speed === this.#state.speed) return;
    if (speed === 0) return this.seek(this.#state.frame);
    if (this.#state.frames <= 1) return this.#setSpeed(0);
    const { first, last } = this.#range();
    const { frame } = this.#state;
    // Play at the end of the range means "again".
    if (speed > 0) this.#run(frame >= last || frame < first ? first : frame, speed);
    else this.#run(frame <= first || frame > last ? last : frame, speed);
  }

  #run(frame: number, speed: Speed): void {
    this.#change({ frame, speed, problem: '' });
    this.#engine?.run(frame, speed);
  }

  #setSpeed(speed: Speed): void {
    this.#shuttle = { ...this.#shuttle, speed };
    this.#change({ speed });
  }

  #range(): { readonly first: number; readonly last: number } {
    const { inFrame, outFrame, frames } = this.#state;
    return { first: inFrame ?? 0, last: outFrame ?? frames - 1 };
  }

  #change(change: Partial<PlayheadState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
