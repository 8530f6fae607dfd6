import type { ApprovalRow } from '@studio/shared/document';
import { useMemo } from 'react';
import { useRows } from '../sync/useProject.tsx';
import { type Note, notesFor } from './notes.ts';
import type { ReviewDesk } from './reviewDesk.ts';

/** The notes beside a Take, live. */
export function useNotes(desk: Pick<ReviewDesk, 'tables'>, takeId: string): readonly Note[] {
  const threads = useRows(desk.tables.threads);
  const comments = useRows(desk.tables.comments);
  const resolutions = useRows(desk.tables.resolutions);
  return useMemo(() => notesFor(takeId, { threads, comments, resolutions }), [takeId, threads, comments, resolutions]);
}

/** What people said of a Take, the latest first. */
export function useVerdicts(desk: Pick<ReviewDesk, 'tables'>, takeId: string): readonly ApprovalRow[] {
  const approvals = useRows(desk.tables.approvals);
  return useMemo(
    () => [...approvals.values()].filter((row) => row.takeId === takeId).sort((a, b) => b.at - a.at),
    [approvals, takeId],
  );
}
