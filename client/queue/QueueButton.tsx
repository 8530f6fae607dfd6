import { useNavigate } from '@tanstack/react-router';
import { nodeLabel } from '@studio/shared/graph';
import { Layers } from 'lucide-react';
import { useGraph, usePreview, useProjectSession } from '../sync/useProject.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/classNames.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Popover } from '../ui/Popover.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { countRuns, type QueueRun, runLine } from './queueRuns.ts';
import { AnswerRun, CancelRun } from './RunActs.tsx';
import { slotOfRun } from './slotOfRun.ts';
import { useQueue } from './useQueue.ts';

/** The queue: how many runs are mine and everybody's, and the list of them. */
export function QueueButton() {
  const runs = useQueue();
  const { mine, all } = countRuns(runs);
  const isRunning = runs.some((run) => run.state === 'running');
  const words = all === 0 ? 'Queue: nothing runs' : `Queue: ${mine} of mine, ${all} in all`;
  return (
    <Popover
      label="Queue"
      className="w-[min(400px,calc(100vw-16px))]"
      trigger={
        <Button size="small" tone="quiet" icon={Layers} aria-label={words} title={words}>
          <span className="max-wide:hidden">Queue</span>
          <Badge tone={isRunning ? 'active' : 'plain'} className="min-w-8 justify-center font-mono">
            {mine}/{all}
          </Badge>
        </Button>
      }
    >
      <QueueList runs={runs} />
    </Popover>
  );
}

function QueueList({ runs }: { readonly runs: readonly QueueRun[] }) {
  if (runs.length === 0) {
    return (
      <EmptyState icon={Layers} title="Nothing runs">
        Runs of everybody in this project stand here while they wait and work. Press Generate on a node to start one.
      </EmptyState>
    );
  }
  return (
    <ul className="max-h-[min(480px,70dvh)] divide-y overflow-auto">
      {runs.map((run) => (
        <QueueRow key={run.intent.id} run={run} />
      ))}
    </ul>
  );
}

function QueueRow({ run }: { readonly run: QueueRun }) {
  const { projectId } = useProjectSession();
  const navigate = useNavigate();
  const graph = useGraph();
  const preview = usePreview(run.intent.id);
  const slot = graph.nodes.get(slotOfRun(graph, run));
  const name = slot ? nodeLabel(slot) : 'A removed node';
  const { intent, job, state } = run;
  const goToNode = () => void navigate({ to: `/p/${projectId}/canvas`, search: { node: intent.nodeId } as never });
  return (
    <li className="flex gap-3 p-3">
      <span className="flex h-10 w-[71px] shrink-0 items-center justify-center overflow-hidden rounded-sm bg-black">
        {preview !== undefined && state === 'running' && (
          <img src={preview} alt="Preview" className="size-full object-contain" />
        )}
      </span>
      <div className="flex min-w-0 grow flex-col gap-0.5">
        <p className="flex items-center gap-2">
          <button type="button" className="truncate text-13 font-medium hover:underline" onClick={goToNode}>
            {name}
          </button>
          {intent.kind === 'render' && <Badge>Render</Badge>}
          <span className="ml-auto shrink-0 text-11 text-ink-3">{run.isMine ? 'Mine' : intent.requestedBy.name}</span>
        </p>
        <p className={classNames('text-12', state === 'failed' ? 'text-danger' : 'text-ink-2')}>{runLine(run)}</p>
        <AnswerRun run={run} name={name} />
        {job && job.notice !== '' && <p className="text-12 text-ink-3">{job.notice}</p>}
        {state === 'running' && <ProgressBar label={`Progress of ${name}`} value={run.progress?.progress} />}
      </div>
      {state !== 'asks' && <CancelRun run={run} name={name} />}
    </li>
  );
}
