import { formatDocumentName } from '@studio/shared/document';
import { HardDrive } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import * as Y from 'yjs';
import { useMeta, useProjectSession, useSyncBadge } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { downloadProjectFile, writeProjectFile } from './projectFile.ts';

/** Edits that neither the server nor this device has: they go with the tab, so a file of them is offered. */
export function TabOnlyBanner() {
  const { sync, projectId, doc, me, clock } = useProjectSession();
  const { title } = useMeta();
  const badge = useSyncBadge();
  const unsentEdits = useSyncExternalStore(sync.signal.subscribe, sync.unsentEdits);
  if (badge.kind !== 'storage-full' || unsentEdits === 0) return null;
  const download = () => {
    const name = formatDocumentName({ kind: 'project', projectId });
    const head = { title, projectId, savedBy: me.name, at: clock() };
    downloadProjectFile(writeProjectFile(head, new Map([[name, Y.encodeStateAsUpdate(doc)]])));
  };
  return (
    <div role="alert" className="flex shrink-0 items-center gap-3 border-b border-danger bg-surface-2 px-3 py-1.5">
      <HardDrive aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-danger" />
      <p className="min-w-0 grow text-13 text-pretty">{badge.text}</p>
      <Button size="small" onClick={download}>
        Download my edits
      </Button>
    </div>
  );
}
