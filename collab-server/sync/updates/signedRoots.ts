import {
  type Author,
  type DocumentName,
  isId,
  readApproval,
  readCancellation,
  readComment,
  readIntent,
  readResolution,
  readThread,
} from '@studio/shared/document';

/** A root whose values name their author. */
export interface SignedRoot {
  /** Who a value names, or undefined when it is not such a value or its key is not one of theirs. */
  readonly authorOf: (key: string, value: unknown) => Author | undefined;
  /** True when a value, once there, is never replaced or removed. */
  readonly isImmutable: boolean;
  /** True when two people may write one key at once without knowing of each other. */
  readonly isKeyShared: boolean;
}

const ACTS = new Map<string, SignedRoot>([
  [
    'intents',
    {
      authorOf: (key, value) => (isAct(key, value) ? readIntent(key, value)?.requestedBy : undefined),
      isImmutable: true,
      isKeyShared: false,
    },
  ],
  [
    'cancellations',
    {
      authorOf: (key, value) => (isAct(key, value) ? readCancellation(key, value)?.cancelledBy : undefined),
      isImmutable: true,
      isKeyShared: true,
    },
  ],
]);

const REVIEW = new Map<string, SignedRoot>([
  ['threads', { authorOf: (key, value) => readThread(key, value)?.author, isImmutable: true, isKeyShared: false }],
  ['comments', { authorOf: (key, value) => readComment(key, value)?.author, isImmutable: true, isKeyShared: false }],
  [
    'resolutions',
    { authorOf: (key, value) => readResolution(key, value)?.author, isImmutable: false, isKeyShared: true },
  ],
  ['approvals', { authorOf: approvalAuthor, isImmutable: false, isKeyShared: true }],
]);

const NONE = new Map<string, SignedRoot>();

/** The signed roots of a kind of document. */
export function signedRootsOf(kind: DocumentName['kind']): ReadonlyMap<string, SignedRoot> {
  if (kind === 'project') return ACTS;
  return kind === 'review' ? REVIEW : NONE;
}

// An approval's key ends in the person, so that nobody replaces another's word.
function approvalAuthor(key: string, value: unknown): Author | undefined {
  const approval = readApproval(key, value);
  return approval && key === `${approval.takeId}:${approval.author.id}` ? approval.author : undefined;
}

// PostgreSQL's jsonb takes neither NUL nor half a surrogate pair; JSON writes both as escapes, whole pairs as they are.
function isAct(key: string, value: unknown): boolean {
  return isId(key) && !/\\u(?:0000|d[89a-f])/i.test(JSON.stringify(value) ?? '');
}
