import { cancelIntent } from '@studio/shared/document';
import { X } from 'lucide-react';
import { useProjectSession } from '../sync/useProject.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { notifyRefusal } from '../ui/notify.ts';
import type { QueueRun } from './queueRuns.ts';

/** Cancels a run: whoever may edit may cancel any. */
export function CancelRun({ run, name }: { readonly run: QueueRun; readonly name: string }) {
  const { doc, me, clock, canEdit } = useProjectSession();
  const canCancel = canEdit && (run.state === 'waiting' || run.state === 'queued' || run.state === 'running');
  if (!canCancel) return null;
  return (
    <IconButton
      icon={X}
      size="small"
      label={`Cancel ${name}`}
      onClick={() => notifyRefusal(cancelIntent(doc, run.intent.id, me, clock()))}
    />
  );
}
