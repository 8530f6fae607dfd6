import type { TakeRow } from '@studio/shared/document';
import { durationOfCut, formatTimecode } from '@studio/shared/timeline';
import { Clapperboard, Download, FileText, Play } from 'lucide-react';
import { useMemo } from 'react';
import { runNode } from '../canvas/runs/runNode.ts';
import { type QueueRun, runLine } from '../queue/queueRuns.ts';
import { CancelRun } from '../queue/RunActs.tsx';
import { useQueue } from '../queue/useQueue.ts';
import { RelativeTime } from '../review/RelativeTime.tsx';
import { useGraph, usePipelines, useProjectSession, useTakesOf } from '../sync/useProject.tsx';
import { assemblerOf } from '../takes/slots.ts';
import { Button } from '../ui/Button.tsx';
import { mediaUrl } from '../ui/mediaSource.ts';
import { notifyRefusal } from '../ui/notify.ts';
import { Panel } from '../ui/Panel.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { renderObstacles } from './renderObstacles.ts';
import { downloadEdl } from './edlFile.ts';
import type { CutView } from './useCut.ts';

export interface FilmPanelProps {
  readonly view: CutView;
  readonly onPlay: (film: TakeRow) => void;
}

/** From the cut to the film: what stands in the way, the render that runs, and the films that were made. */
export function FilmPanel({ view, onPlay }: FilmPanelProps) {
  const session = useProjectSession();
  const graph = useGraph();
  const pipelines = usePipelines();
  const assemblerId = assemblerOf(graph);
  const films = useTakesOf(assemblerId ?? '').filter((take) => take.kind === 'film');
  const asked = useQueue().filter((run) => run.intent.kind === 'render');
  const renders = asked.filter((run) => run.state !== 'failed');
  const failed = asked.find((run) => run.state === 'failed');
  const { canEdit, readOnlyReason } = session;
  const { events } = view.cut;
  const obstacles = renderObstacles({ canEdit, readOnlyReason, hasAssembler: assemblerId !== undefined, events });
  return (
    <Panel
      label="Film"
      title="Film"
      actions={
        <Button
          size="small"
          tone="quiet"
          icon={FileText}
          disabled={events.length === 0}
          title="The cut as a CMX3600 list, for another editing system"
          onClick={() => downloadEdl(view.cut)}
        >
          EDL
        </Button>
      }
    >
      <div className="flex flex-col gap-3 p-3">
        <p className="font-mono text-12 text-ink-2">
          {formatTimecode(durationOfCut(view.cut), view.cut.rate)}
          <span className="ml-2 text-ink-3">
            {view.frames} frames · {events.length} {events.length === 1 ? 'clip' : 'clips'}
          </span>
        </p>
        <Button
          icon={Clapperboard}
          tone="primary"
          disabled={obstacles.length > 0 || renders.length > 0}
          onClick={() => assemblerId !== undefined && notifyRefusal(runNode(session, assemblerId, pipelines))}
        >
          Render film
        </Button>
        <Lines label="Why it cannot be rendered" lines={obstacles} />
        {renders.map((run) => (
          <RenderProgress key={run.intent.id} run={run} />
        ))}
        {failed && films.every((film) => film.madeAt < (failed.job?.finishedAt ?? 0)) && (
          <p role="alert" className="text-12 text-danger">
            {runLine(failed)}
          </p>
        )}
        <Lines label="What the cut had to change" lines={useNoticeLines(view)} />
      </div>
      <FilmList films={films} onPlay={onPlay} />
    </Panel>
  );
}

function useNoticeLines(view: CutView): readonly string[] {
  return useMemo(() => [...new Set(view.notices.map((notice) => notice.message))], [view.notices]);
}

function Lines({ label, lines }: { readonly label: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-col gap-1 text-12 text-ink-2">
      {lines.map((line) => (
        <li key={line} className="border-l pl-2">
          {line}
        </li>
      ))}
    </ul>
  );
}

function RenderProgress({ run }: { readonly run: QueueRun }) {
  return (
    <div className="flex flex-col gap-1 rounded border p-2">
      <p className="flex items-center gap-2 text-12 text-ink-2">
        <span className="truncate">{runLine(run)}</span>
        <span className="ml-auto">
          <CancelRun run={run} name="the render" />
        </span>
      </p>
      <ProgressBar label="Progress of the film" value={run.progress?.progress} />
    </div>
  );
}

function FilmList({ films, onPlay }: { readonly films: readonly TakeRow[]; readonly onPlay: (film: TakeRow) => void }) {
  if (films.length === 0) return <p className="px-3 pb-3 text-12 text-ink-3">The finished film will stand here.</p>;
  const newestFirst = [...films].sort((a, b) => b.madeAt - a.madeAt);
  return (
    <ol aria-label="Films" className="border-t">
      {newestFirst.map((film) => (
        <li key={film.id} className="flex gap-3 border-b p-3">
          <img
            src={mediaUrl(film.thumbnail.sha256)}
            alt=""
            className="h-[45px] w-20 shrink-0 rounded-sm bg-black object-contain"
          />
          <div className="flex min-w-0 grow flex-col gap-1">
            <p className="truncate font-mono text-12" title={film.name}>
              {film.name}
            </p>
            <p className="text-11 text-ink-3">
              {formatTimecode(film.frames, film.rate)} · {film.madeBy.name}, <RelativeTime at={film.madeAt} />
            </p>
            {film.notice !== '' && <p className="text-11 text-ink-3">{film.notice}</p>}
            <p className="flex gap-1">
              <Button size="small" icon={Play} onClick={() => onPlay(film)}>
                Play film
              </Button>
              <a
                href={mediaUrl(film.media.sha256)}
                download={film.name}
                className="inline-flex h-6 items-center gap-1.5 rounded px-2 text-12 font-medium text-ink-2 hover:bg-surface-3 hover:text-ink"
              >
                <Download aria-hidden size={14} strokeWidth={1.75} /> Download
              </a>
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
