import type { SharedTakeRow } from '@studio/shared/document';
import { expect, test } from 'vitest';
import { firstTake, guestShots, newerTake } from './guestShots.ts';

function take(shot: string, number: number, isActive = false): SharedTakeRow {
  const media = { sha256: 'a'.repeat(64), mime: 'video/mp4', bytes: 1 };
  const size = { width: 16, height: 9, frames: 24, rate: { num: 24, den: 1 } };
  const name = `${shot}_v01_take${String(number).padStart(2, '0')}.mp4`;
  return { id: name, shotId: shot, shotName: shot, name, kind: 'video', media, thumbnail: media, isActive, ...size };
}

test('a guest sees the Takes by shot, opens on the active one, and is told of a newer one', () => {
  const shots = guestShots([take('SHOT-020', 1), take('SHOT-010', 10, true), take('SHOT-010', 2)]);
  expect(shots.map((shot) => [shot.name, shot.takes.map((row) => row.name.slice(-10))])).toEqual([
    ['SHOT-010', ['take02.mp4', 'take10.mp4']],
    ['SHOT-020', ['take01.mp4']],
  ]);
  expect(firstTake(shots)?.isActive).toBe(true);
  expect(newerTake(shots, take('SHOT-010', 2))?.id).toBe('SHOT-010_v01_take10.mp4');
  expect(newerTake(shots, take('SHOT-010', 10, true))).toBeUndefined();
  expect(firstTake([])).toBeUndefined();
});
