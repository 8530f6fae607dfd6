import type { CommentRow, ResolutionRow, ThreadRow } from '@studio/shared/document';

/** A note with its answers, oldest first. */
export interface Note {
  readonly thread: ThreadRow;
  readonly comments: readonly CommentRow[];
  readonly isResolved: boolean;
  readonly resolvedBy: ResolutionRow | null;
  /** The note was made on another Take of the shot, and is still to be looked at on this one. */
  readonly isFromOtherTake: boolean;
}

/** The rows of a review document. */
export interface ReviewRows {
  readonly threads: ReadonlyMap<string, ThreadRow>;
  readonly comments: ReadonlyMap<string, CommentRow>;
  readonly resolutions: ReadonlyMap<string, ResolutionRow>;
}

/**
 * The notes to show beside a Take: all of its own by frame, then the open ones of the shot's other Takes, newest first.
 * A thread without a comment (its comment has not arrived yet) is left out.
 */
export function notesFor(takeId: string, rows: ReviewRows): readonly Note[] {
  const answers = Map.groupBy(rows.comments.values(), (comment) => comment.threadId);
  const notes = [...rows.threads.values()].flatMap((thread) => {
    const comments = (answers.get(thread.id) ?? []).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const resolution = rows.resolutions.get(thread.id) ?? null;
    const isResolved = resolution?.isResolved === true;
    const isFromOtherTake = thread.takeId !== takeId;
    if (comments.length === 0 || (isFromOtherTake && isResolved)) return [];
    return [{ thread, comments, isResolved, resolvedBy: isResolved ? resolution : null, isFromOtherTake }];
  });
  return notes.sort(byPlace);
}

function byPlace(a: Note, b: Note): number {
  if (a.isFromOtherTake !== b.isFromOtherTake) return a.isFromOtherTake ? 1 : -1;
  if (a.isFromOtherTake) return b.thread.at - a.thread.at;
  return a.thread.frame - b.thread.frame || a.thread.at - b.thread.at;
}

/** The note before or after a frame, for walking with `,` and `.`; goes round at the ends. */
export function noteBeside(notes: readonly Note[], frame: number, direction: 1 | -1): Note | undefined {
  const own = notes.filter((note) => !note.isFromOtherTake);
  if (direction === 1) return own.find((note) => note.thread.frame > frame) ?? own[0];
  return own.findLast((note) => note.thread.frame < frame) ?? own.at(-1);
}

/** How many notes of the list are open. */
export function countOpen(notes: readonly Note[]): number {
  return notes.filter((note) => !note.isResolved).length;
}
