import { pickTake, type TakeRow } from '@studio/shared/document';
import { Download } from 'lucide-react';
import { useActiveTake, useProjectSession, useTakesOf } from '../../sync/useProject.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/classNames.ts';
import { mediaUrl } from '../../ui/mediaSource.ts';
import { notifyRefusal } from '../../ui/notify.ts';

export interface TakesStripProps {
  readonly slotId: string;
  /** Films are not picked from: the newest is the film. */
  readonly isFilm: boolean;
}

/** The Takes of a node, newest first. */
export function TakesStrip({ slotId, isFilm }: TakesStripProps) {
  const takes = useTakesOf(slotId);
  const active = useActiveTake(slotId);
  if (takes.length === 0) {
    return (
      <p className="px-3 py-3 text-13 text-ink-3">
        {isFilm ? 'Not rendered yet. Render film makes the first.' : 'No Takes yet. Generate makes the first.'}
      </p>
    );
  }
  return (
    <section aria-label={isFilm ? 'Films' : 'Takes of this node'} className="flex flex-col gap-2 p-3">
      <h3 className="text-12 text-ink-2">
        {isFilm ? 'Films' : takes.length === 1 ? '1 Take' : `${takes.length} Takes`}
      </h3>
      {takes.toReversed().map((take) => (
        <TakeLine key={take.id} take={take} isActive={!isFilm && take.id === active?.id} isFilm={isFilm} />
      ))}
    </section>
  );
}

interface TakeLineProps {
  readonly take: TakeRow;
  readonly isActive: boolean;
  readonly isFilm: boolean;
}

function TakeLine({ take, isActive, isFilm }: TakeLineProps) {
  return (
    <div className={classNames('flex items-center gap-2 rounded border p-1', isActive && 'border-accent')}>
      <img
        src={mediaUrl(take.thumbnail.sha256)}
        alt={take.name}
        loading="lazy"
        className="h-[54px] w-24 shrink-0 rounded-sm bg-picture object-contain"
      />
      <div className="flex min-w-0 grow flex-col gap-1">
        <span className="truncate font-mono text-11 text-ink" title={take.name}>
          {take.name}
        </span>
        <span className="flex h-6 items-center justify-between gap-2">
          <span className="truncate text-11 text-ink-3" title={take.notice}>
            {take.madeBy.name}
          </span>
          <TakeAct take={take} isActive={isActive} isFilm={isFilm} />
        </span>
      </div>
    </div>
  );
}

function TakeAct({ take, isActive, isFilm }: TakeLineProps) {
  const { doc, canEdit } = useProjectSession();
  if (isFilm) {
    return (
      <a
        href={mediaUrl(take.media.sha256)}
        download={take.name}
        className="inline-flex items-center gap-1 text-12 hover:underline"
      >
        <Download aria-hidden size={12} />
        Download
      </a>
    );
  }
  if (isActive) return <Badge tone="active">Active</Badge>;
  if (!canEdit) return null;
  return (
    <Button size="small" onClick={() => notifyRefusal(pickTake(doc, take.slotId, take.id))}>
      Make active
    </Button>
  );
}
