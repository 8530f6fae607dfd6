import type { Region } from '@studio/shared/document';
import { useEffect, useMemo, useState } from 'react';
import type { Playhead } from '../player/playhead.ts';
import type { ScrubMark } from '../player/ScrubBar.tsx';
import { usePlayheadPart } from '../player/usePlayhead.ts';
import { notifyRefusal } from '../ui/notify.ts';
import { type Note, noteBeside } from './notes.ts';
import { judgeTake, type ReviewDesk } from './reviewDesk.ts';
import { useNotes } from './useNotes.ts';

/** What a review of one Take is made of on screen. */
export interface ReviewWork {
  readonly notes: readonly Note[];
  readonly marks: readonly ScrubMark[];
  /** Areas of the notes that belong to the frame on screen. */
  readonly regions: readonly Region[];
  readonly selectedId: string | null;
  readonly region: Region | null;
  readonly setRegion: (region: Region | null) => void;
  readonly selectNote: (note: Note) => void;
  readonly selectId: (threadId: string) => void;
  /** The review's own keys: `,` `.` walk, A approves, R asks for changes. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** Holds what is selected and drawn while somebody reviews a Take. */
export function useReviewWork(desk: ReviewDesk, takeId: string, playhead: Playhead): ReviewWork {
  const notes = useNotes(desk, takeId);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [region, setRegion] = useState<Region | null>(null);
  useEffect(() => setRegion(null), [takeId]);
  const selectNote = (note: Note) => {
    setSelectedId(note.thread.id);
    playhead.seek(note.thread.frame);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === ',' || event.key === '.') {
      const note = noteBeside(notes, playhead.state().frame, event.key === '.' ? 1 : -1);
      if (note) selectNote(note);
      return true;
    }
    const verdict = VERDICT_KEYS[event.key.toLowerCase()];
    if (!verdict || !desk.canWrite) return false;
    notifyRefusal(judgeTake(desk, takeId, verdict));
    return true;
  };
  const marks = useMemo(() => notes.filter((note) => !note.isFromOtherTake).map(markOf), [notes]);
  const regions = useRegions(notes, selectedId, playhead);
  return { notes, marks, regions, selectedId, region, setRegion, selectNote, selectId: setSelectedId, onKey };
}

const VERDICT_KEYS: { readonly [key: string]: 'approved' | 'changes' } = { a: 'approved', r: 'changes' };

function markOf({ thread, comments, isResolved }: Note): ScrubMark {
  const first = comments[0];
  const label = `Note of ${first?.author.name ?? 'somebody'}: ${(first?.body ?? '').slice(0, 60)}`;
  return { id: thread.id, frame: thread.frame, label, isFaint: isResolved };
}

function useRegions(notes: readonly Note[], selectedId: string | null, playhead: Playhead): readonly Region[] {
  const frame = usePlayheadPart(playhead, (state) => (state.speed === 0 ? state.frame : -1));
  return notes.flatMap((note) => {
    const isShown = note.thread.frame === frame && (!note.isResolved || note.thread.id === selectedId);
    return isShown && !note.isFromOtherTake && note.thread.region ? [note.thread.region] : [];
  });
}
