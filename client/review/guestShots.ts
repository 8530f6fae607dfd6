import type { SharedTakeRow } from '@studio/shared/document';

/** A shot as a guest sees it: its name and the Takes that were sent. */
export interface GuestShot {
  readonly id: string;
  readonly name: string;
  readonly takes: readonly SharedTakeRow[];
}

/** Groups the Takes that were sent by shot, both in the order of their names. */
export function guestShots(takes: Iterable<SharedTakeRow>): readonly GuestShot[] {
  const byShot = Map.groupBy(takes, (take) => take.shotId);
  const shots = [...byShot].map(([id, own]) => ({
    id,
    name: own[0]?.shotName ?? '',
    takes: own.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
  }));
  return shots.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** The Take to open with: the active one of the first shot. */
export function firstTake(shots: readonly GuestShot[]): SharedTakeRow | undefined {
  const takes = shots[0]?.takes ?? [];
  return takes.find((take) => take.isActive) ?? takes[0];
}

/** The Take that stands for a shot now, when it is not the one on screen. */
export function newerTake(shots: readonly GuestShot[], shown: SharedTakeRow): SharedTakeRow | undefined {
  const takes = shots.find((shot) => shot.id === shown.shotId)?.takes ?? [];
  return takes.find((take) => take.isActive && take.id !== shown.id);
}
