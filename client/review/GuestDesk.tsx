import type { SharedTakeRow } from '@studio/shared/document';
import { type ReactNode, useMemo, useRef, useSyncExternalStore } from 'react';
import { useEnvironment } from '../app/environment.ts';
import { usePlayhead } from '../player/usePlayhead.ts';
import { useZoneKeys } from '../player/useZoneKeys.ts';
import type { GuestSession } from './guestSession.ts';
import { NotesPanel } from './NotesPanel.tsx';
import { ReviewedPicture } from './ReviewedPicture.tsx';
import { useReviewWork } from './useReviewWork.ts';

export interface GuestDeskProps {
  readonly session: GuestSession;
  readonly take: SharedTakeRow;
  readonly onShow: (takeId: string) => void;
  /** Stands above the picture. */
  readonly children?: ReactNode;
}

/** One Take before a guest: picture and notes. */
export function GuestDesk({ session, take, onShow, children }: GuestDeskProps) {
  const { clock } = useEnvironment();
  const { guest, mayComment } = session.pass;
  const isFailing = useSyncExternalStore(session.signal.subscribe, session.isStorageFailing);
  const desk = useMemo(() => {
    const me = { id: guest.id, name: guest.name, isGuest: true };
    return { ...session.openReview(take.shotId), canWrite: mayComment && !isFailing, me, clock };
  }, [session, take.shotId, guest, mayComment, isFailing, clock]);
  const playhead = usePlayhead(take.id, take.frames, take.rate);
  const work = useReviewWork(desk, take.id, playhead);
  const zone = useRef<HTMLDivElement>(null);
  useZoneKeys(zone, { isMain: true, playhead, onKey: work.onKey });
  return (
    <div
      ref={zone}
      className="contents desk:grid desk:min-h-0 desk:grid-cols-[minmax(0,1fr)_340px] desk:overflow-hidden"
    >
      <div className="sticky top-0 z-20 order-1 flex min-h-0 shrink-0 flex-col border-b bg-ground desk:static desk:border-b-0">
        {children}
        <div className="flex h-[calc(56.25vw+76px)] max-h-[52dvh] min-h-0 min-w-0 desk:h-auto desk:max-h-none desk:grow">
          <ReviewedPicture take={take} playhead={playhead} work={work} canWrite={desk.canWrite} />
        </div>
      </div>
      <div className="order-3 flex shrink-0 grow flex-col desk:min-h-0 desk:shrink desk:border-l">
        <NotesPanel
          {...{ desk, playhead, takeId: take.id, notes: work.notes, selectedId: work.selectedId }}
          onSelect={(note) => {
            work.selectNote(note);
            if (note.isFromOtherTake) onShow(note.thread.takeId);
          }}
          onSent={work.selectId}
          region={work.region}
          onRegion={work.setRegion}
        />
      </div>
    </div>
  );
}
