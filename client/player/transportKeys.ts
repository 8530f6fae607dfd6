import type { ShuttleKey } from './shuttle.ts';

/** What a key asks of a player. `step` counts frames; `edge` is the first or last frame. */
export type TransportAction =
  | { readonly kind: 'shuttle'; readonly key: ShuttleKey }
  | { readonly kind: 'step'; readonly frames: number }
  | { readonly kind: 'edge'; readonly end: 'first' | 'last' }
  | { readonly kind: 'mark'; readonly end: 'in' | 'out' }
  | { readonly kind: 'clearMarks' }
  | { readonly kind: 'loop' };

/** The parts of a keyboard event that decide. */
export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Ten frames: what Shift makes of a step. */
const LEAP = 10;

const LETTERS: { readonly [letter: string]: TransportAction } = {
  j: { kind: 'shuttle', key: 'backward' },
  k: { kind: 'shuttle', key: 'hold' },
  l: { kind: 'shuttle', key: 'forward' },
  i: { kind: 'mark', end: 'in' },
  o: { kind: 'mark', end: 'out' },
};

/** Reads a pressed key as a transport action; undefined for keys that are not the player's. */
export function transportAction(press: KeyPress): TransportAction | undefined {
  if (press.ctrlKey || press.metaKey) return undefined;
  if (press.altKey) return press.code === 'KeyX' ? { kind: 'clearMarks' } : undefined;
  if (press.key === ' ') return { kind: 'shuttle', key: 'toggle' };
  if (press.key === 'ArrowLeft') return { kind: 'step', frames: press.shiftKey ? -LEAP : -1 };
  if (press.key === 'ArrowRight') return { kind: 'step', frames: press.shiftKey ? LEAP : 1 };
  if (press.key === 'Home') return { kind: 'edge', end: 'first' };
  if (press.key === 'End') return { kind: 'edge', end: 'last' };
  if (press.shiftKey) return press.key === 'L' ? { kind: 'loop' } : undefined;
  return LETTERS[press.key.toLowerCase()];
}

/** True for a key that ends K's hold when it is let go. */
export function isHoldKey(press: Pick<KeyPress, 'key'>): boolean {
  return press.key.toLowerCase() === 'k';
}

/**
 * True when a key belongs to what has the focus: text is being typed, or a list, menu or dialog is open. A list that is
 * itself part of a zone says so with `data-zone-keys`.
 */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('input:not([type=checkbox],[type=range]), textarea, select'))
    return true;
  return target.closest('[role=menu], [role=listbox]:not([data-zone-keys]), [role=dialog], [role=combobox]') !== null;
}
