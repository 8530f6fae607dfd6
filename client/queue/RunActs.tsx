import { cancelIntent } from '@studio/shared/document';
import { Play, X } from 'lucide-react';
import { runWithNewInputs } from '../canvas/runs/runNode.ts';
import { usePipelines, useProjectSession } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { notifyRefusal } from '../ui/notify.ts';
import type { QueueRun } from './queueRuns.ts';

/** Cancels a run: whoever may edit may cancel any. */
export function CancelRun({ run, name }: { readonly run: QueueRun; readonly name: string }) {
  const { doc, me, clock, canEdit } = useProjectSession();
  if (!canEdit || run.state === 'cancelling' || run.state === 'failed') return null;
  return (
    <IconButton
      icon={X}
      size="small"
      label={`Cancel ${name}`}
      onClick={() => notifyRefusal(cancelIntent(doc, run.intent.id, me, clock()))}
    />
  );
}

/** Runs a run that asks, with its inputs as they are now; nothing for one that does not ask. */
export function RunWithNewInputs({ run, name }: { readonly run: QueueRun; readonly name: string }) {
  const answer = useAnswer(run);
  if (!answer) return null;
  return <IconButton icon={Play} size="small" label={`Run ${name} with the new inputs`} onClick={answer.run} />;
}

/** The two answers to a run that asks, in words. */
export function AnswerRun({ run, name }: { readonly run: QueueRun; readonly name: string }) {
  const answer = useAnswer(run);
  if (!answer) return null;
  return (
    <p className="flex gap-2 pt-1">
      <Button size="small" icon={Play} aria-label={`Run ${name} with the new inputs`} onClick={answer.run}>
        Run
      </Button>
      <Button size="small" tone="quiet" aria-label={`Cancel ${name}`} onClick={answer.cancel}>
        Cancel
      </Button>
    </p>
  );
}

function useAnswer(run: QueueRun): { readonly run: () => void; readonly cancel: () => void } | undefined {
  const session = useProjectSession();
  const pipelines = usePipelines();
  if (!session.canEdit || run.state !== 'asks') return undefined;
  const { doc, me, clock } = session;
  return {
    run: () => void notifyRefusal(runWithNewInputs(session, run.intent, pipelines)),
    cancel: () => void notifyRefusal(cancelIntent(doc, run.intent.id, me, clock())),
  };
}
