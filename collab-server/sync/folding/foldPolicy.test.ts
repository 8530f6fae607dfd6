import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../limits.ts';
import { isFoldDue, isFoldDueOnUnload, type Tail } from './foldPolicy.ts';

/** Bytes that folding writes for each byte of edits of this size; readers come and leave after so many edits. */
function writtenPerByte(stateBytes: number, editBytes: number, visitEdits: number): number {
  let tail: Tail = { rows: 0, bytes: 0, stateBytes };
  let written = 0;
  const edits = 100_000;
  for (let edit = 1; edit <= edits; edit += 1) {
    tail = { ...tail, rows: tail.rows + 1, bytes: tail.bytes + editBytes };
    const isLeaving = edit % visitEdits === 0;
    if (!isFoldDue(tail, DEFAULT_LIMITS) && !(isLeaving && isFoldDueOnUnload(tail, DEFAULT_LIMITS))) continue;
    written += stateBytes;
    tail = { rows: 0, bytes: 0, stateBytes };
  }
  return written / (edits * editBytes);
}

const SIZES = [2_000, 25_000, 250_000, 2_500_000];

test('folding writes each byte of an edit at most twice again, whatever the size of document and edit', () => {
  for (const stateBytes of SIZES) {
    for (const editBytes of [20, 60, 500, 20_000]) {
      const steady = writtenPerByte(stateBytes, editBytes, Infinity);
      expect(steady, `${editBytes} B edits of ${stateBytes} B`).toBeLessThanOrEqual(editBytes < 32 ? 1.7 : 1.05);
      for (const visitEdits of [10, 40, 3000]) {
        const visited = writtenPerByte(stateBytes, editBytes, visitEdits);
        expect(visited, `${editBytes} B edits of ${stateBytes} B, visits of ${visitEdits}`).toBeLessThanOrEqual(2);
      }
    }
  }
});

test('what is read back beside a state is never more than some times the work of reading the state', () => {
  for (const stateBytes of SIZES) {
    const rows = Math.max(DEFAULT_LIMITS.foldRows, stateBytes / 32);
    expect(isFoldDue({ rows, bytes: 0, stateBytes }, DEFAULT_LIMITS)).toBe(true);
    expect(
      isFoldDue({ rows: 1, bytes: Math.max(DEFAULT_LIMITS.foldBytes, stateBytes), stateBytes }, DEFAULT_LIMITS),
    ).toBe(true);
  }
});
