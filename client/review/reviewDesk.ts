import {
  addComment,
  type Author,
  type CommandResult,
  giveVerdict,
  type Region,
  resolveThread,
  type ReviewTables,
  startThread,
} from '@studio/shared/document';
import type * as Y from 'yjs';

/** A review as somebody works on it, member or guest. */
export interface ReviewDesk {
  readonly doc: Y.Doc;
  readonly tables: ReviewTables;
  readonly canWrite: boolean;
  readonly me: Author;
  readonly clock: () => number;
}

/** What a new note says, and where. */
export interface NewNote {
  readonly takeId: string;
  readonly frame: number;
  readonly region: Region | null;
  readonly body: string;
}

/** Opens a note on a frame; the value is its id. */
export function writeNote(desk: ReviewDesk, note: NewNote): CommandResult<string> {
  const [id, at, author] = [crypto.randomUUID(), desk.clock(), desk.me];
  const { takeId, frame, region } = note;
  const comment = { id: crypto.randomUUID(), threadId: id, body: note.body.trim(), author, at };
  const result = startThread(desk.doc, { id, takeId, frame, region, author, at }, comment);
  return result.ok ? { ok: true, value: id } : result;
}

/** Answers in a note. */
export function answerNote(desk: ReviewDesk, threadId: string, body: string): CommandResult {
  const comment = { id: crypto.randomUUID(), threadId, body: body.trim(), author: desk.me, at: desk.clock() };
  return addComment(desk.doc, comment);
}

/** Settles a note or opens it again. */
export function settleNote(desk: ReviewDesk, threadId: string, isResolved: boolean): CommandResult {
  return resolveThread(desk.doc, { id: threadId, isResolved, author: desk.me, at: desk.clock() });
}

/** Says that a Take is approved, or that it needs changes. */
export function judgeTake(desk: ReviewDesk, takeId: string, verdict: 'approved' | 'changes'): CommandResult {
  const approval = { id: `${takeId}:${desk.me.id}`, takeId, verdict, author: desk.me, at: desk.clock() };
  return giveVerdict(desk.doc, approval);
}
