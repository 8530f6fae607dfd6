import { lazy, Suspense, useEffect } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { closeDialog, useShellDialog } from './shellDialog.ts';

const CommandPalette = lazy(async () => ({ default: (await import('../palette/CommandPalette.tsx')).CommandPalette }));
const KeysDialog = lazy(async () => ({ default: (await import('../palette/KeysDialog.tsx')).KeysDialog }));
const ShareDialog = lazy(async () => ({ default: (await import('../review/ShareDialog.tsx')).ShareDialog }));
const SnapshotDialog = lazy(async () => ({ default: (await import('../history/SnapshotDialog.tsx')).SnapshotDialog }));

const KeepDialog = lazy(async () => ({ default: (await import('../offline/KeepDialog.tsx')).KeepDialog }));

/** What can be opened over every view of a project. */
export function ShellDialogs() {
  const open = useShellDialog((state) => state.open);
  const { projectId } = useProjectSession();
  // A dialog of one project never opens over another.
  useEffect(() => closeDialog, [projectId]);
  return (
    <Suspense>
      {open === 'palette' && <CommandPalette onClose={closeDialog} />}
      {open === 'keys' && <KeysDialog onClose={closeDialog} />}
      {open === 'keep' && <KeepDialog onClose={closeDialog} />}
      {open === 'share' && <ShareDialog isOpen onOpenChange={closeDialog} />}
      {open === 'snapshot' && <SnapshotDialog projectId={projectId} isOpen onOpenChange={closeDialog} />}
    </Suspense>
  );
}
