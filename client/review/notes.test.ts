import type { CommentRow, ResolutionRow, ThreadRow } from '@studio/shared/document';
import { expect, test } from 'vitest';
import { countOpen, noteBeside, notesFor } from './notes.ts';
import { picturePoint, regionBetween } from './regionDrag.ts';
import { relativeTime } from './timeWords.ts';

const author = { id: 'p', name: 'Ada' };

function review(threads: readonly [string, string, number][], resolved: readonly string[] = []) {
  const rows = threads.map(([id, takeId, frame], at): ThreadRow => ({ id, takeId, frame, region: null, author, at }));
  const comments = rows.map(({ id, at }): CommentRow => ({ id: `c-${id}`, threadId: id, body: id, author, at }));
  const resolutions = resolved.map((id): ResolutionRow => ({ id, isResolved: true, author, at: 9 }));
  const byId = <Row extends { id: string }>(list: readonly Row[]) => new Map(list.map((row) => [row.id, row]));
  return { threads: byId(rows), comments: byId(comments), resolutions: byId(resolutions) };
}

test('a Take shows its own notes by frame, then what is still open on the other Takes of the shot', () => {
  const rows = review(
    [
      ['late', 't1', 30],
      ['early', 't1', 2],
      ['other', 't0', 5],
      ['settled', 't0', 6],
    ],
    ['settled', 'early'],
  );
  const notes = notesFor('t1', rows);
  expect(notes.map((note) => [note.thread.id, note.isResolved, note.isFromOtherTake])).toEqual([
    ['early', true, false],
    ['late', false, false],
    ['other', false, true],
  ]);
  expect(countOpen(notes)).toBe(2);
});

test('a thread whose comment has not arrived is not shown', () => {
  const rows = { ...review([['t', 'take', 0]]), comments: new Map() };
  expect(notesFor('take', rows)).toEqual([]);
});

test('walking goes to the next note by frame and round at the ends, never to another Take', () => {
  const notes = notesFor(
    't1',
    review([
      ['a', 't1', 4],
      ['b', 't1', 20],
      ['x', 't0', 9],
    ]),
  );
  expect(noteBeside(notes, 4, 1)?.thread.id).toBe('b');
  expect(noteBeside(notes, 20, 1)?.thread.id).toBe('a');
  expect(noteBeside(notes, 20, -1)?.thread.id).toBe('a');
  expect(noteBeside(notes, 0, -1)?.thread.id).toBe('b');
  expect(noteBeside([], 0, 1)).toBeUndefined();
});

test('a rectangle on the picture is kept in fractions, whichever corner was first; a click is none', () => {
  const box = { left: 100, top: 50, width: 200, height: 100 };
  const from = picturePoint({ clientX: 200, clientY: 100 }, box);
  const to = picturePoint({ clientX: 20, clientY: 75 }, box);
  expect(regionBetween(from, to)).toEqual({ x: 0, y: 0.25, width: 0.5, height: 0.25 });
  expect(regionBetween(from, from)).toBeUndefined();
});

test('times are told in the shortest words', () => {
  const now = Date.UTC(2026, 4, 20, 12);
  expect(relativeTime(now + 5000, now)).toBe('just now');
  expect(relativeTime(now - 59 * 60_000, now)).toBe('59 min ago');
  expect(relativeTime(now - 26 * 3_600_000, now)).toBe('yesterday');
  expect(relativeTime(now - 30 * 86_400_000, now)).toBe('20 Apr 2026');
});
