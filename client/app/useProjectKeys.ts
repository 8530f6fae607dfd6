import { useEffect } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { notify } from '../ui/notify.ts';

/** The keys that work in every view: my undo and redo, and the habit of saving. A field for typing keeps its own. */
export function useProjectKeys(): void {
  const { undo, canEdit } = useProjectSession();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const isChord = (event.ctrlKey || event.metaKey) && !event.altKey;
      if (!isChord || event.defaultPrevented || isTextField(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === 's')
        notify({ tone: 'info', message: 'There is nothing to save: every edit is kept as you make it.' });
      else if (!canEdit) return;
      else if ((key === 'z' && event.shiftKey) || key === 'y') undo.redo();
      else if (key === 'z') undo.undo();
      else return;
      event.preventDefault();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [undo, canEdit]);
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}
