import type { Result } from '@studio/shared/result';
import { create } from 'zustand';

/** A short word about something that just happened. */
export interface Notice {
  readonly tone: 'info' | 'error';
  readonly message: string;
  readonly action?: { readonly label: string; readonly onSelect: () => void };
}

interface Shown extends Notice {
  readonly id: number;
}

interface Notices {
  readonly shown: readonly Shown[];
  readonly nextId: number;
}

/** The notices on screen; the newest three stay. */
export const useNotices = create<Notices>(() => ({ shown: [], nextId: 1 }));

/** Shows a notice. The same words are not shown twice at once. */
export function notify(notice: Notice): void {
  useNotices.setState(({ shown, nextId }) => ({
    shown: [...shown.filter((other) => other.message !== notice.message), { ...notice, id: nextId }].slice(-3),
    nextId: nextId + 1,
  }));
}

/** Takes a notice away. */
export function dismissNotice(id: number): void {
  useNotices.setState(({ shown }) => ({ shown: shown.filter((notice) => notice.id !== id) }));
}

/** Says why a command was refused; a success says nothing. Returns whether it succeeded. */
export function notifyRefusal(result: Result<unknown>): boolean {
  if (!result.ok) notify({ tone: 'error', message: result.failure.message });
  return result.ok;
}
