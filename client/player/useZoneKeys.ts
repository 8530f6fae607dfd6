import { type RefObject, useEffect, useRef } from 'react';
import { useSettings } from '../settings/settings.ts';
import { isHoldKey, isTyping, transportAction } from './transportKeys.ts';
import type { Playhead } from './playhead.ts';

/** Handles a key of a zone; true when it was the zone's. */
export type ZoneKey = (event: KeyboardEvent) => boolean;

/** How a zone takes keys. A main zone also gets those that nothing has the focus for. */
export interface ZoneKeysOptions {
  readonly isMain: boolean;
  readonly playhead?: Playhead | undefined;
  readonly onKey?: ZoneKey;
}

/** What stands outside a main zone and leaves it the keys, such as the list that chooses what the zone shows. */
const MAIN_KEYS = '[data-zone-keys=main]';

/** Gives a zone its keys: its own first, then the playhead's. Nothing fires while somebody types. */
export function useZoneKeys(zone: RefObject<HTMLElement | null>, options: ZoneKeysOptions): void {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    const isOurs = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || !(event.target instanceof Element)) return false;
      if (event.target === document.body || event.target.closest(MAIN_KEYS)) return latest.current.isMain;
      return zone.current?.contains(event.target) === true;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isOurs(event) || isPressOfButton(event)) return;
      if (isBareLetter(event) && !useSettings.getState().areSingleKeysOn) return;
      if (latest.current.onKey?.(event) === true || moveHead(event, latest.current.playhead)) event.preventDefault();
    };
    const release = () => latest.current.playhead?.act({ kind: 'shuttle', key: 'release' });
    const onKeyUp = (event: KeyboardEvent) => {
      if (isHoldKey(event)) release();
    };
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('keyup', onKeyUp);
    // A key that is let go in another window is never told.
    window.addEventListener('blur', release);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('keyup', onKeyUp);
      window.removeEventListener('blur', release);
    };
  }, [zone]);
}

/** One switch turns these off, for people whose tools type for them. */
function isBareLetter(event: KeyboardEvent): boolean {
  return /^\p{Letter}$/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
}

/**
 * Space and Enter press the button that has the focus; Enter also opens links. A button of a zone that has been pressed
 * already (the Take on screen) gives them to the zone: play, make active.
 */
function isPressOfButton(event: KeyboardEvent): boolean {
  if (event.key !== ' ' && event.key !== 'Enter') return false;
  const button = event.target instanceof Element ? event.target.closest('button, a[href], [role=checkbox]') : null;
  return button !== null && !button.matches('[data-zone-keys]:is([aria-pressed=true], [aria-current=true])');
}

function moveHead(event: KeyboardEvent, playhead: Playhead | undefined): boolean {
  const action = playhead && transportAction(event);
  if (!action) return false;
  // A held key repeats; only steps mean it.
  if (!event.repeat || action.kind === 'step') playhead.act(action);
  return true;
}
