import type { Position } from '@studio/shared/document';
import type { Awareness } from 'y-protocols/awareness';

/** The screens a person can be on. */
export const VIEWS = ['canvas', 'takes', 'timeline', 'history'] as const;
/** The screen a person is on. */
export type ViewName = (typeof VIEWS)[number];

/** What I show of myself. `pointer` is in canvas pixels; the field `cursor` belongs to the text editor's carets. */
export interface PresenceState {
  readonly view: ViewName;
  readonly pointer: Position | null;
  /** The middle of what I see of the canvas, in canvas pixels; windows differ in size. */
  readonly viewport: { readonly x: number; readonly y: number; readonly zoom: number } | null;
  readonly selection: readonly string[];
  readonly drag: { readonly [nodeId: string]: Position } | null;
  readonly playhead: number | null;
}

/** How I am called and coloured. */
export interface PresentAuthor {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

/** Timers, so that a test can turn the clock. */
export interface Timers {
  readonly set: (run: () => void, delayMs: number) => unknown;
  readonly now: () => number;
}

const HERTZ = 15;
/** The server takes 16 kB of presence a person: of a larger selection or drag others see the beginning. */
const MOST_SHOWN = 100;
/** At most one message in this many milliseconds. */
export const PRESENCE_INTERVAL_MS = Math.ceil(1000 / HERTZ);

/** My presence on the project: changes leave at most 15 times a second, the last one always. */
export class Presence {
  readonly awareness: Awareness;
  readonly #timers: Timers;
  #pending: Partial<PresenceState> = {};
  #isWaiting = false;
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(awareness: Awareness, author: PresentAuthor, timers: Timers) {
    this.awareness = awareness;
    this.#timers = timers;
    const { id, name, color } = author;
    // `user` is the field that the text editor's carets read.
    const user = { id, name, color, colorLight: `${color}40` };
    const state: PresenceState = {
      view: 'canvas',
      pointer: null,
      viewport: null,
      selection: [],
      drag: null,
      playhead: null,
    };
    awareness.setLocalState({ user, ...state });
  }

  /** Shows something of me; what is not named stays. */
  show(change: Partial<PresenceState>): void {
    this.#pending = { ...this.#pending, ...bounded(change) };
    if (this.#isWaiting) return;
    const wait = this.#sentAt + PRESENCE_INTERVAL_MS - this.#timers.now();
    if (wait <= 0) {
      this.#send();
      return;
    }
    this.#isWaiting = true;
    this.#timers.set(() => {
      this.#isWaiting = false;
      this.#send();
    }, wait);
  }

  #send(): void {
    const local = this.awareness.getLocalState();
    if (local === null) return;
    const change = this.#pending;
    this.#pending = {};
    this.#sentAt = this.#timers.now();
    this.awareness.setLocalState({ ...local, ...change });
  }
}

function bounded(change: Partial<PresenceState>): Partial<PresenceState> {
  const { selection, drag } = change;
  return {
    ...change,
    ...(selection && selection.length > MOST_SHOWN ? { selection: selection.slice(0, MOST_SHOWN) } : {}),
    ...(drag ? { drag: Object.fromEntries(Object.entries(drag).slice(0, MOST_SHOWN)) } : {}),
  };
}
