import type { TakeRow } from '@studio/shared/document';
import { useRef, useState } from 'react';
import type { ZoneKey } from '../player/useZoneKeys.ts';
import { useZoneKeys } from '../player/useZoneKeys.ts';
import { useActiveTake, useProjectSession, useTakesOf } from '../sync/useProject.tsx';
import { makeActive } from './makeActive.ts';
import { NoTakes } from './NoTakes.tsx';
import type { Slot } from './slots.ts';
import { TakeDesk } from './TakeDesk.tsx';
import { ALL_TAKES, filterTakes, type TakeFilters } from './takeFilters.ts';
import { TakeStrip } from './TakeStrip.tsx';
import { useSlotRuns } from './useSlotRuns.ts';

export interface ShotDeskProps {
  readonly slot: Slot;
  /** The Take to begin with, in place of the active one. */
  readonly firstTakeId: string | undefined;
  /** Goes to the shot before (-1) or after (1). */
  readonly onWalk: (step: 1 | -1) => void;
}

/** The Takes of one shot: the one on screen, and the strip to choose from. */
export function ShotDesk({ slot, firstTakeId, onWalk }: ShotDeskProps) {
  const session = useProjectSession();
  const takes = useTakesOf(slot.id);
  const active = useActiveTake(slot.id);
  const runs = useSlotRuns(slot.id);
  const [filters, setFilters] = useState<TakeFilters>(ALL_TAKES);
  const [shownId, setShownId] = useState(firstTakeId);
  const [comparedId, setComparedId] = useState<string | null>(null);
  const zone = useRef<HTMLDivElement>(null);
  const filtered = filterTakes(takes, filters);
  const shown = takes.find((take) => take.id === shownId) ?? active;
  // A pick of somebody else does not take away the Take that is being looked at and written about.
  if (shown && shown.id !== shownId) setShownId(shown.id);
  const compared = takes.find((take) => take.id === comparedId && take !== shown);
  const onCompare = () => setComparedId(compared ? null : (otherTake(takes, shown, active)?.id ?? null));
  const onKey: ZoneKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const numbered = /^[1-9]$/.test(event.key) ? filtered[Number(event.key) - 1] : undefined;
    if (numbered) setShownId(numbered.id);
    else if (event.key === 'Enter' && shown) makeActive(session, shown);
    else if (event.key.toLowerCase() === 'm') onCompare();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') onWalk(event.key === 'ArrowDown' ? 1 : -1);
    else return false;
    return true;
  };
  useZoneKeys(zone, { isMain: true, onKey });
  return (
    <div ref={zone} className="flex min-h-0 min-w-0 grow flex-col overflow-auto desk:overflow-hidden">
      {shown ? (
        <TakeDesk
          shown={shown}
          compared={compared}
          isActive={shown.id === active?.id}
          onShow={setShownId}
          onCompare={takes.length > 1 ? onCompare : undefined}
        />
      ) : (
        <NoTakes slot={slot} hasRuns={runs.length > 0} />
      )}
      <TakeStrip
        takes={takes}
        filtered={filtered}
        filters={filters}
        onFilters={setFilters}
        runs={runs}
        runnableId={slot.section === 'removed' ? null : slot.id}
        activeId={active?.id}
        shownId={shown?.id}
        comparedId={compared?.id}
        onShow={setShownId}
        onCompare={setComparedId}
      />
    </div>
  );
}

/** What to compare with: the active Take, or the one before when that is the one on screen. */
function otherTake(
  takes: readonly TakeRow[],
  shown: TakeRow | undefined,
  active: TakeRow | undefined,
): TakeRow | undefined {
  if (active && active.id !== shown?.id) return active;
  const place = takes.findIndex((take) => take.id === shown?.id);
  return takes[place - 1] ?? takes[place + 1];
}
