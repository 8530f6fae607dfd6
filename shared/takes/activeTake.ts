/** A Take as picking needs it. */
export interface PickableTake {
  readonly id: string;
  readonly slotId: string;
  readonly number: number;
  readonly madeAt: number;
}

/**
 * The active Take of a slot: the picked one, else the first that was made. A picked Take that is not here yet (its ledger
 * update is on the way) reads as the first, and becomes active when it arrives.
 */
export function activeTake<Take extends PickableTake>(
  slotId: string,
  takes: Iterable<Take>,
  selections: { get(slotId: string): string | undefined },
): Take | undefined {
  const own = takesOfSlot(slotId, takes);
  const picked = selections.get(slotId);
  return own.find((take) => take.id === picked) ?? own[0];
}

/** The Takes of a slot in the order of their numbers. */
export function takesOfSlot<Take extends PickableTake>(slotId: string, takes: Iterable<Take>): Take[] {
  const own = [...takes].filter((take) => take.slotId === slotId);
  return own.sort((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1));
}
