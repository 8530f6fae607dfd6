import { isJsonObject } from '../json.ts';
import { type Author, readAuthor } from './intent.ts';

/** A part of a picture, in fractions of its width and height from the top left. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a note was made: a Take and a frame of it (0 is the first). Immutable. */
export interface ThreadRow {
  readonly id: string;
  readonly takeId: string;
  readonly frame: number;
  readonly region: Region | null;
  readonly author: Author;
  readonly at: number;
}

/** What somebody wrote in a thread. Immutable. */
export interface CommentRow {
  readonly id: string;
  readonly threadId: string;
  readonly body: string;
  readonly author: Author;
  readonly at: number;
}

/** Whether a thread is settled; keyed by the thread's id, the latest stands. */
export interface ResolutionRow {
  readonly id: string;
  readonly isResolved: boolean;
  readonly author: Author;
  readonly at: number;
}

/** What a person says of a Take; keyed `<takeId>:<person's id>`. */
export interface ApprovalRow {
  readonly id: string;
  readonly takeId: string;
  readonly verdict: 'approved' | 'changes';
  readonly author: Author;
  readonly at: number;
}

/** Notes of a shot as the ledger counts them. */
export interface NotesRow {
  readonly id: string;
  readonly open: number;
  readonly resolved: number;
  readonly approved: number;
  readonly changes: number;
}

/** A comment may have this many characters. */
export const MAX_COMMENT_LENGTH = 4000;

/** Reads a thread; undefined when Take, frame or author is missing. */
export function readThread(id: string, value: unknown): ThreadRow | undefined {
  const signed = readSigned(value);
  if (!signed || typeof signed.fields['takeId'] !== 'string') return undefined;
  const { takeId, frame } = signed.fields;
  if (!isFrame(frame)) return undefined;
  return Object.freeze({
    id,
    takeId,
    frame,
    region: readRegion(signed.fields['region']),
    author: signed.author,
    at: signed.at,
  });
}

/** Reads a comment; undefined when it has no text, thread or author. */
export function readComment(id: string, value: unknown): CommentRow | undefined {
  const signed = readSigned(value);
  if (!signed) return undefined;
  const { threadId, body } = signed.fields;
  if (typeof threadId !== 'string' || typeof body !== 'string' || body === '' || body.length > MAX_COMMENT_LENGTH)
    return undefined;
  return Object.freeze({ id, threadId, body, author: signed.author, at: signed.at });
}

/** Reads whether a thread is settled. */
export function readResolution(id: string, value: unknown): ResolutionRow | undefined {
  const signed = readSigned(value);
  if (!signed) return undefined;
  return Object.freeze({ id, isResolved: signed.fields['isResolved'] === true, author: signed.author, at: signed.at });
}

/** Reads an approval; undefined unless it names a Take and one of the verdicts. */
export function readApproval(id: string, value: unknown): ApprovalRow | undefined {
  const signed = readSigned(value);
  if (!signed) return undefined;
  const { takeId, verdict } = signed.fields;
  if (typeof takeId !== 'string' || (verdict !== 'approved' && verdict !== 'changes')) return undefined;
  return Object.freeze({ id, takeId, verdict, author: signed.author, at: signed.at });
}

/** Reads the ledger's count of a shot's notes; absent counts are 0. */
export function readNotes(id: string, value: unknown): NotesRow | undefined {
  if (!isJsonObject(value)) return undefined;
  const count = (key: string) => (isFrame(value[key]) ? value[key] : 0);
  return Object.freeze({
    id,
    open: count('open'),
    resolved: count('resolved'),
    approved: count('approved'),
    changes: count('changes'),
  });
}

interface Signed {
  readonly fields: { readonly [key: string]: unknown };
  readonly author: Author;
  readonly at: number;
}

function readSigned(value: unknown): Signed | undefined {
  if (!isJsonObject(value)) return undefined;
  const author = readAuthor(value['author']);
  const { at } = value;
  return author && typeof at === 'number' && Number.isFinite(at) ? { fields: value, author, at } : undefined;
}

function isFrame(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function readRegion(value: unknown): Region | null {
  if (!isJsonObject(value)) return null;
  const { x, y, width, height } = value;
  const isFraction = (part: unknown): part is number => typeof part === 'number' && part >= 0 && part <= 1;
  return isFraction(x) && isFraction(y) && isFraction(width) && isFraction(height)
    ? Object.freeze({ x, y, width, height })
    : null;
}
