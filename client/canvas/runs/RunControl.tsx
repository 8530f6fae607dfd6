import { cancelIntent } from '@studio/shared/document';
import { partWords } from '@studio/shared/jobs';
import { CircleSlash2, Clapperboard, Play, X } from 'lucide-react';
import { Popover as Radix } from 'radix-ui';
import { changedSince } from '../../queue/queueRuns.ts';
import { useProjectSession, useRun, useSyncBadge } from '../../sync/useProject.tsx';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { notifyRefusal } from '../../ui/notify.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { useCanvas } from '../canvasContext.ts';
import { runNode, runWithNewInputs } from './runNode.ts';
import type { NodeRunView } from './useNodeRun.ts';

export interface RunControlProps {
  readonly nodeId: string;
  readonly run: NodeRunView;
  readonly label: 'Generate' | 'Render film';
}

/** Run, why it cannot, or how far it is with a way to cancel. Always the same height. */
export function RunControl({ nodeId, run, label }: RunControlProps) {
  const isOpen = run.openCount > 0;
  if (run.state === 'asks') return <RunAsks run={run} />;
  return (
    <div className="nodrag flex h-9 shrink-0 items-center gap-2 px-2">
      {isOpen ? <RunUnderWay run={run} /> : <RunState run={run} />}
      <RunButton nodeId={nodeId} run={run} label={label} isCompact={isOpen} />
    </div>
  );
}

function RunState({ run }: { readonly run: NodeRunView }) {
  if (run.state === 'failed') {
    const message = run.job?.error?.message ?? 'Failed. Run it again.';
    return (
      <Tooltip label={message}>
        <span className="min-w-0 grow truncate text-12 text-danger">{message}</span>
      </Tooltip>
    );
  }
  const text = run.state === 'never' ? 'Never run' : run.isStale ? 'Stale' : (run.job?.notice ?? '');
  const label = run.isStale ? 'Its inputs changed since this Take. Generate to bring it up to date.' : text;
  if (text === '') return <span className="grow" />;
  return (
    <Tooltip label={label}>
      <span className="min-w-0 grow truncate text-12 text-ink-3">{text}</span>
    </Tooltip>
  );
}

function RunUnderWay({ run }: { readonly run: NodeRunView }) {
  const { doc, me, clock, canEdit } = useProjectSession();
  const progress = useRun(run.intent?.id ?? '');
  const badge = useSyncBadge();
  const isWaitingForNetwork = run.state === 'waiting' && badge.kind === 'offline';
  const percent = progress ? `${Math.round(progress.progress * 100)} %` : '';
  const text = isWaitingForNetwork
    ? "Runs when you're back"
    : run.state === 'running'
      ? progress?.step || 'Running'
      : 'Queued';
  return (
    <>
      <div className="flex min-w-0 grow flex-col gap-1">
        <div className="flex justify-between gap-2 text-11 text-ink-2">
          <span className="truncate">{text}</span>
          <span className="shrink-0 whitespace-nowrap">{percent}</span>
        </div>
        <ProgressBar label="Progress of the run" value={run.state === 'running' ? progress?.progress : 0} />
      </div>
      {run.intent && canEdit && (
        <IconButton
          icon={X}
          size="small"
          label="Cancel the run"
          onClick={() => run.intent && notifyRefusal(cancelIntent(doc, run.intent.id, me, clock()))}
        />
      )}
    </>
  );
}

/** Says what changed since the run was asked for; the two answers are beside it. */
function RunAsks({ run }: { readonly run: NodeRunView }) {
  const session = useProjectSession();
  const { intent, job } = run;
  const parts = partWords(job?.changed ?? []);
  return (
    <div className="nodrag flex h-9 shrink-0 items-center gap-1 px-2">
      <Tooltip label={changedSince(job)}>
        <span tabIndex={0} className="min-w-0 grow truncate text-12 text-ink">
          {parts === '' ? 'Inputs changed' : `Changed: ${parts}`}
        </span>
      </Tooltip>
      {intent && session.canEdit && (
        <>
          <Button
            size="small"
            icon={Play}
            aria-label="Run with the new inputs"
            onClick={() => notifyRefusal(runWithNewInputs(session, intent, run.pipelines))}
          >
            Run
          </Button>
          <IconButton
            icon={X}
            size="small"
            label="Cancel the run"
            onClick={() => notifyRefusal(cancelIntent(session.doc, intent.id, session.me, session.clock()))}
          />
        </>
      )}
    </div>
  );
}

interface RunButtonProps extends RunControlProps {
  /** Without its word, while the progress of a run needs the room. */
  readonly isCompact: boolean;
}

function RunButton({ nodeId, run, label, isCompact }: RunButtonProps) {
  const session = useProjectSession();
  const icon = label === 'Generate' ? Play : Clapperboard;
  if (!session.canEdit) {
    return (
      <Tooltip label={session.readOnlyReason}>
        <span>
          <Button size="small" icon={icon} disabled>
            {label}
          </Button>
        </span>
      </Tooltip>
    );
  }
  if (run.obstacles.length > 0) return <CannotRun run={run} label={label} />;
  const start = () => notifyRefusal(runNode(session, nodeId, run.pipelines));
  if (isCompact) return <IconButton size="small" icon={icon} label={label} onClick={start} />;
  return (
    <Button size="small" icon={icon} onClick={start}>
      {label}
    </Button>
  );
}

function CannotRun({ run, label }: Pick<RunControlProps, 'run' | 'label'>) {
  const { focusNode } = useCanvas();
  const { obstacles } = run;
  return (
    <Radix.Root>
      <Radix.Trigger asChild>
        <Button
          size="small"
          icon={CircleSlash2}
          tone="quiet"
          aria-label={`${label} can't run: why`}
          className="border-line"
        >
          {obstacles.length === 1 ? "Can't run" : `${obstacles.length} reasons`}
        </Button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side="bottom"
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Why it can't run"
          className="z-50 w-72 rounded border bg-surface-2 p-1 shadow-float outline-none"
        >
          <p className="px-2 pt-1 pb-1 text-12 text-ink-3">Before it can run:</p>
          {obstacles.map((obstacle) => (
            <Radix.Close asChild key={obstacle.message}>
              <button
                type="button"
                onClick={() => focusNode(obstacle.nodeId)}
                className="block w-full rounded-sm px-2 py-1 text-left text-13 text-pretty text-ink hover:bg-surface-3"
              >
                {obstacle.message}
              </button>
            </Radix.Close>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
