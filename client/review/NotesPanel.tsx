import type { Region } from '@studio/shared/document';
import { MessageSquare } from 'lucide-react';
import type { Playhead } from '../player/playhead.ts';
import { usePlayheadPart } from '../player/usePlayhead.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { NoteCard } from './NoteCard.tsx';
import { NoteComposer } from './NoteComposer.tsx';
import type { Note } from './notes.ts';
import type { ReviewDesk } from './reviewDesk.ts';
import { VerdictBar } from './VerdictBar.tsx';

export interface NotesPanelProps {
  readonly desk: ReviewDesk;
  readonly takeId: string;
  readonly playhead: Playhead;
  readonly notes: readonly Note[];
  readonly selectedId: string | null;
  readonly onSelect: (note: Note) => void;
  readonly onSent: (threadId: string) => void;
  readonly region: Region | null;
  readonly onRegion: (region: Region | null) => void;
}

/** The notes beside a player: verdicts, threads, and where to write the next. */
export function NotesPanel(props: NotesPanelProps) {
  const { desk, takeId, playhead, notes, selectedId, onSelect } = props;
  const isStill = usePlayheadPart(playhead, (state) => state.frames <= 1);
  return (
    <section aria-label="Notes" className="flex h-full min-h-0 min-w-0 grow flex-col bg-surface-1">
      <VerdictBar desk={desk} takeId={takeId} />
      <ol className="min-h-0 grow overflow-auto">
        {notes.map((note) => (
          <NoteCard
            key={note.thread.id}
            note={note}
            desk={desk}
            rate={playhead.rate}
            isStill={isStill}
            isSelected={note.thread.id === selectedId}
            onSelect={() => onSelect(note)}
          />
        ))}
        {notes.length === 0 && <NoNotes canWrite={desk.canWrite} />}
      </ol>
      {desk.canWrite && (
        <NoteComposer
          key={takeId}
          desk={desk}
          takeId={takeId}
          playhead={playhead}
          region={props.region}
          onRegion={props.onRegion}
          onSent={props.onSent}
        />
      )}
    </section>
  );
}

function NoNotes({ canWrite }: { readonly canWrite: boolean }) {
  return (
    <li>
      <EmptyState icon={MessageSquare} title="No notes on this Take">
        {canWrite
          ? 'Stop on a frame and write below, or drag on the picture to mark what you mean.'
          : 'Comments are off here. Watch the Takes, and tell whoever sent you this link what you think.'}
      </EmptyState>
    </li>
  );
}
