import type { TakeRow } from '@studio/shared/document';
import { Check, Columns2, Download } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { Playhead } from '../player/playhead.ts';
import { usePlayhead } from '../player/usePlayhead.ts';
import { useZoneKeys } from '../player/useZoneKeys.ts';
import { countOpen } from '../review/notes.ts';
import { NotesPanel } from '../review/NotesPanel.tsx';
import { ReviewedPicture } from '../review/ReviewedPicture.tsx';
import type { ReviewDesk } from '../review/reviewDesk.ts';
import { useReviewWork } from '../review/useReviewWork.ts';
import { useProjectSession, useReview } from '../sync/useProject.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/classNames.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { mediaUrl } from '../ui/mediaSource.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { ComparedTake } from './ComparedTake.tsx';
import { makeActive } from './makeActive.ts';
import { TakeDetails } from './TakeDetails.tsx';

export interface TakeDeskProps {
  readonly shown: TakeRow;
  readonly compared: TakeRow | undefined;
  readonly isActive: boolean;
  readonly onShow: (takeId: string) => void;
  readonly onCompare: (() => void) | undefined;
}

/** One Take on screen with its notes; with another beside it when comparing. */
export function TakeDesk(props: TakeDeskProps) {
  const { shown } = props;
  const { me, clock } = useProjectSession();
  const review = useReview(shown.slotId);
  const playhead = usePlayhead(shown.id, shown.frames, shown.rate);
  const desk = useMemo(
    () => review && { doc: review.doc, tables: review.tables, canWrite: review.canWrite, me, clock },
    [review, me, clock],
  );
  if (!desk) return <Skeleton className="m-3 grow" />;
  return <ReviewedTake {...props} desk={desk} playhead={playhead} />;
}

interface ReviewedTakeProps extends TakeDeskProps {
  readonly desk: ReviewDesk;
  readonly playhead: Playhead;
}

function ReviewedTake(props: ReviewedTakeProps) {
  const { shown, compared, onShow, desk, playhead } = props;
  const work = useReviewWork(desk, shown.id, playhead);
  const zone = useRef<HTMLDivElement>(null);
  useZoneKeys(zone, { isMain: true, playhead, onKey: work.onKey });
  const selectNote: typeof work.selectNote = (note) => {
    // First the frame, then the Take: the next playhead starts where this one stands.
    work.selectNote(note);
    if (note.isFromOtherTake) onShow(note.thread.takeId);
  };
  const open = countOpen(work.notes);
  return (
    <div
      ref={zone}
      className="flex min-w-0 shrink-0 flex-col desk:grid desk:min-h-0 desk:shrink desk:grow desk:grid-cols-[minmax(0,1fr)_320px]"
    >
      <div className="flex min-h-0 min-w-0 flex-col bg-ground">
        <TakeTitle {...props} />
        <div
          className={classNames(
            'flex max-h-[60dvh] min-h-0 min-w-0 desk:h-auto desk:max-h-none desk:grow',
            // Side by side two pictures would be stamps on a phone.
            compared
              ? 'h-[calc(112.5vw+152px)] max-wide:max-h-none max-wide:flex-col wide:h-[60dvh]'
              : 'h-[calc(56.25vw+76px)]',
          )}
        >
          <ReviewedPicture take={shown} playhead={playhead} work={work} canWrite={desk.canWrite} />
          {compared && <ComparedTake take={compared} leader={playhead} />}
        </div>
      </div>
      <div className="grid min-h-0 min-w-0 grid-cols-1 border-t bg-surface-1 desk:border-t-0 desk:border-l">
        <Tabs
          label="About this Take"
          tabs={[
            {
              value: 'notes',
              label: open === 0 ? 'Notes' : `Notes ${open}`,
              content: (
                <NotesPanel
                  {...{ desk, playhead, takeId: shown.id, notes: work.notes, selectedId: work.selectedId }}
                  onSelect={selectNote}
                  onSent={work.selectId}
                  region={work.region}
                  onRegion={work.setRegion}
                />
              ),
            },
            { value: 'details', label: 'Details', content: <TakeDetails take={shown} /> },
          ]}
        />
      </div>
    </div>
  );
}

function TakeTitle({ shown, compared, isActive, onCompare }: TakeDeskProps) {
  const session = useProjectSession();
  return (
    <header className="flex h-10 shrink-0 items-center gap-2 border-b bg-surface-1 px-3">
      <h2 className="truncate font-mono text-12 text-ink" title={shown.name}>
        {shown.name}
      </h2>
      {isActive && <Badge tone="active">Active</Badge>}
      <span className="ml-auto flex items-center gap-1">
        {onCompare && (
          <IconButton
            icon={Columns2}
            label={compared ? 'Stop comparing' : 'Compare side by side'}
            shortcut="M"
            isPressed={compared !== undefined}
            onClick={onCompare}
          />
        )}
        <a
          href={mediaUrl(shown.media.sha256)}
          download={shown.name}
          aria-label={`Download ${shown.name}`}
          title={`Download ${shown.name}`}
          className="inline-flex size-8 items-center justify-center rounded text-ink-2 hover:bg-surface-3 hover:text-ink"
        >
          <Download aria-hidden size={16} strokeWidth={1.75} />
        </a>
        <Button
          size="small"
          icon={Check}
          disabled={isActive || !session.canEdit}
          title={session.canEdit ? 'Make active (Enter)' : session.readOnlyReason}
          onClick={() => makeActive(session, shown)}
        >
          Make active
        </Button>
      </span>
    </header>
  );
}
