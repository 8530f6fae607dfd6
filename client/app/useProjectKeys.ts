import { can } from '@studio/shared/access';
import { useEffect } from 'react';
import { useSettings } from '../settings/settings.ts';
import type { ProjectSession } from '../sync/projectSession.ts';
import { useProjectSession } from '../sync/useProject.tsx';
import { notify } from '../ui/notify.ts';
import { showDialog } from './shellDialog.ts';

/** The keys that work in every view: palette, table of keys, the habit of saving, my undo and redo. */
export function useProjectKeys(): void {
  const session = useProjectSession();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const isOurs = event.ctrlKey || event.metaKey ? takeChord(event, session) : takeSingleKey(event);
      if (isOurs) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [session]);
}

function takeChord(event: KeyboardEvent, session: ProjectSession): boolean {
  const key = event.key.toLowerCase();
  if (key === 's' && !event.shiftKey) nameVersion(session);
  else if (key === 'k' && !event.shiftKey) showDialog('palette');
  else if (key === '/') showDialog('keys');
  // A field for typing has an undo of its own.
  else if (!session.canEdit || isTextField(event.target)) return false;
  else if ((key === 'z' && event.shiftKey) || key === 'y') session.undo.redo();
  else if (key === 'z') session.undo.undo();
  else return false;
  return true;
}

function takeSingleKey(event: KeyboardEvent): boolean {
  if (event.key !== '?' || !useSettings.getState().areSingleKeysOn || isTextField(event.target)) return false;
  showDialog('keys');
  return true;
}

function nameVersion({ role }: ProjectSession): void {
  if (can(role, 'project.snapshot')) showDialog('snapshot');
  else notify({ tone: 'info', message: 'Everything is saved. An editor can name this version.' });
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}
