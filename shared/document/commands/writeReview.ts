import type * as Y from 'yjs';
import { fail } from '../../result.ts';
import { isSafeKey } from '../json.ts';
import { SESSION, type Origin } from '../origins.ts';
import { MAX_COMMENT_LENGTH, readApproval, readComment, readThread } from '../records/review.ts';
import type { ApprovalRow, CommentRow, ResolutionRow, ThreadRow } from '../records/review.ts';
import { rootMap } from '../roots.ts';
import { absent, write, type CommandResult } from './command.ts';

/** Opens a thread on a frame of a Take with its first comment. */
export function startThread(
  doc: Y.Doc,
  thread: ThreadRow,
  comment: CommentRow,
  origin: Origin = SESSION,
): CommandResult {
  const flaw = commentFlaw(comment);
  if (flaw) return flaw;
  if (!isSafeKey(thread.id) || !readThread(thread.id, thread))
    return fail('invalid', 'A note needs a Take and a frame.', 'thread');
  if (comment.threadId !== thread.id) return fail('invalid', 'The comment belongs to another note.', 'threadId');
  return write(doc, origin, () => {
    putValue(doc, 'threads', thread);
    putValue(doc, 'comments', comment);
  });
}

/** Answers in a thread. */
export function addComment(doc: Y.Doc, comment: CommentRow, origin: Origin = SESSION): CommandResult {
  const flaw = commentFlaw(comment);
  if (flaw) return flaw;
  if (!rootMap(doc, 'threads').has(comment.threadId)) return absent('This note');
  return write(doc, origin, () => putValue(doc, 'comments', comment));
}

/** Settles a thread or opens it again. */
export function resolveThread(doc: Y.Doc, resolution: ResolutionRow, origin: Origin = SESSION): CommandResult {
  if (!rootMap(doc, 'threads').has(resolution.id)) return absent('This note');
  return write(doc, origin, () => putValue(doc, 'resolutions', resolution));
}

/** Approves a Take or asks for changes; a person's latest word stands. */
export function giveVerdict(doc: Y.Doc, approval: ApprovalRow, origin: Origin = SESSION): CommandResult {
  if (!isSafeKey(approval.id) || !readApproval(approval.id, approval)) {
    return fail('invalid', 'An approval names a Take and a verdict.', 'verdict');
  }
  return write(doc, origin, () => putValue(doc, 'approvals', approval));
}

function commentFlaw(comment: CommentRow): CommandResult<never> | undefined {
  if (comment.body.trim() === '') return fail('invalid', 'Write something first.', 'body');
  if (comment.body.length > MAX_COMMENT_LENGTH) {
    return fail(
      'invalid',
      `A comment has at most ${MAX_COMMENT_LENGTH} characters; this has ${comment.body.length}. Split it in two.`,
      'body',
    );
  }
  return isSafeKey(comment.id) && readComment(comment.id, comment)
    ? undefined
    : fail('invalid', 'A comment needs an author, a note and a text.', 'comment');
}

function putValue(
  doc: Y.Doc,
  root: 'threads' | 'comments' | 'resolutions' | 'approvals',
  row: { readonly id: string },
): void {
  const { id, ...fields } = row;
  rootMap(doc, root).set(id, fields);
}
