import type { ShareLink } from '@studio/shared/api';
import { useMemo, useState } from 'react';
import { useGraph, useProjectSession, useRows } from '../sync/useProject.tsx';
import { listSlots } from '../takes/slots.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { NewShareForm } from './NewShareForm.tsx';
import { ShareLinkList } from './ShareLinkList.tsx';

export interface ShareDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** Sends Takes to people without an account: makes links, copies and ends them. */
export function ShareDialog({ isOpen, onOpenChange }: ShareDialogProps) {
  const { projectId, ledgerTables } = useProjectSession();
  const graph = useGraph();
  const takes = useRows(ledgerTables.takes);
  const shots = useMemo(
    () => listSlots(graph, takes.values()).filter((slot) => slot.section === 'shots'),
    [graph, takes],
  );
  const [made, setMade] = useState<ShareLink | null>(null);
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isWide
      title="Share for review"
      description="Whoever has the link sees the Takes of these shots and nothing else: no prompts, no canvas."
    >
      <div className="flex flex-col gap-6">
        <NewShareForm projectId={projectId} shots={shots} onMade={setMade} />
        <ShareLinkList projectId={projectId} newestId={made?.id} />
      </div>
    </Dialog>
  );
}
