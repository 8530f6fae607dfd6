import { Clock, TriangleAlert } from 'lucide-react';
import { CancelRun, RunWithNewInputs } from '../queue/RunActs.tsx';
import { type QueueRun, runLine } from '../queue/queueRuns.ts';
import { usePreview } from '../sync/useProject.tsx';
import { classNames } from '../ui/classNames.ts';
import { ProgressBar } from '../ui/ProgressBar.tsx';

/** A run among the Takes: the place where its Take will land, with its preview and how far it is. */
export function RunCard({ run }: { readonly run: QueueRun }) {
  const preview = usePreview(run.intent.id);
  const isRunning = run.state === 'running';
  const line = runLine(run);
  return (
    <li
      className={classNames(
        'relative w-36 shrink-0 overflow-hidden rounded border bg-surface-1',
        run.state === 'failed' ? 'border-danger' : 'border-dashed border-line-strong',
      )}
    >
      <div className="relative flex h-[81px] items-center justify-center bg-black text-[#b8b8b8]">
        {isRunning && preview !== undefined ? (
          <img src={preview} alt="Preview" className="size-full object-contain" />
        ) : run.state === 'failed' ? (
          <TriangleAlert aria-hidden size={18} />
        ) : (
          <Clock aria-hidden size={18} />
        )}
        {isRunning && (
          <div className="absolute inset-x-0 bottom-0">
            <ProgressBar label={`Progress of ${run.intent.requestedBy.name}'s run`} value={run.progress?.progress} />
          </div>
        )}
      </div>
      <div className="flex h-7 items-center gap-1 pr-0.5 pl-2">
        <span className="truncate text-11 text-ink-2" title={[line, run.job?.notice].filter(Boolean).join(' ')}>
          {line}
        </span>
        <span className="ml-auto flex">
          <RunWithNewInputs run={run} name="this" />
          <CancelRun run={run} name="this run" />
        </span>
      </div>
    </li>
  );
}
