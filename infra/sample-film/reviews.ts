import { randomUUID } from 'node:crypto';
import type { CommentRow, ResolutionRow, TakeRow, ThreadRow } from '@studio/shared/document';
import type { LaidFilm } from './layOut.ts';
import { NOTES, type StoryNote } from './story.ts';

/** The review of one shot: rows as the review document holds them. */
export interface RecordedReview {
  readonly shotId: string;
  readonly threads: ThreadRow[];
  readonly comments: CommentRow[];
  readonly resolutions: ResolutionRow[];
}

const PEOPLE = {
  director: { id: 'sample-director', name: 'Sample director' },
  reviewer: { id: 'sample-reviewer', name: 'Sample reviewer', isGuest: true },
} as const;
const MINUTE_MS = 60_000;

/** Writes the story's notes onto the Takes that were made. */
export function reviewsOf(film: LaidFilm, takes: readonly TakeRow[]): readonly RecordedReview[] {
  const newest = Math.max(...takes.map((take) => take.madeAt));
  return film.shots.flatMap(({ shotId, story }) => {
    const notes = NOTES.filter((note) => note.shot === story.number);
    if (notes.length === 0) return [];
    const review: RecordedReview = { shotId, threads: [], comments: [], resolutions: [] };
    notes.forEach((note, index) =>
      addNote(review, note, takeOf(takes, shotId, note.take), newest + index * 3 * MINUTE_MS),
    );
    return [review];
  });
}

function addNote(review: RecordedReview, note: StoryNote, take: TakeRow, at: number): void {
  const author = PEOPLE[note.by];
  const threadId = randomUUID();
  const frame = Math.min(note.frame, take.frames - 1);
  review.threads.push({ id: threadId, takeId: take.id, frame, region: note.region ?? null, author, at });
  review.comments.push({ id: randomUUID(), threadId, body: note.body, author, at });
  if (note.answer !== undefined) {
    review.comments.push({
      id: randomUUID(),
      threadId,
      body: note.answer,
      author: PEOPLE.director,
      at: at + MINUTE_MS,
    });
  }
  if (note.isResolved)
    review.resolutions.push({ id: threadId, isResolved: true, author: PEOPLE.director, at: at + 2 * MINUTE_MS });
}

function takeOf(takes: readonly TakeRow[], shotId: string, number: number): TakeRow {
  const take = takes.find((candidate) => candidate.slotId === shotId && candidate.number === number);
  if (!take) throw new Error(`No Take ${number} of that shot was made.`);
  return take;
}
