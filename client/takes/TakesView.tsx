import { useNavigate, useSearch } from '@tanstack/react-router';
import { Images } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useGraph, useProjectSession, useRows } from '../sync/useProject.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Select } from '../ui/Select.tsx';
import { CanvasLink } from './CanvasLink.tsx';
import { ShotDesk } from './ShotDesk.tsx';
import { ShotList } from './ShotList.tsx';
import { listSlots, type Slot } from './slots.ts';

/** The Takes of the project by shot: choose, watch, compare, comment. */
export function TakesView() {
  const { ledgerTables, presence } = useProjectSession();
  const graph = useGraph();
  const takes = useRows(ledgerTables.takes);
  const slots = useMemo(() => listSlots(graph, takes.values()), [graph, takes]);
  const { chosen, takeId, setChosen } = useChosenShot();
  const selected = slots.find((slot) => slot.id === chosen) ?? slots[0];
  const selectedId = selected?.id;
  useEffect(() => {
    if (selectedId !== undefined) presence.show({ selection: [selectedId] });
    return () => presence.show({ selection: [] });
  }, [presence, selectedId]);
  if (!selected) {
    return (
      <section aria-label="Takes" className="flex h-full items-center">
        <EmptyState icon={Images} title="No shots yet" actions={<CanvasLink label="Open the canvas" />}>
          Takes are kept by shot. Add a Shot on the canvas, wire a generator to it and run it; its Takes come here.
        </EmptyState>
      </section>
    );
  }
  return (
    <section aria-label="Takes" className="flex h-full min-h-0 flex-col desk:grid desk:grid-cols-[264px_minmax(0,1fr)]">
      <div className="hidden min-h-0 border-r desk:grid">
        <ShotList slots={slots} selectedId={selected.id} onSelect={setChosen} />
      </div>
      <div className="shrink-0 border-b p-2 desk:hidden">
        <Select
          label="Shot"
          isLabelHidden
          value={selected.id}
          choices={slots.map((slot) => ({ value: slot.id, label: slotTitle(slot) }))}
          onChange={setChosen}
        />
      </div>
      <ShotDesk
        key={`${selected.id} ${takeId ?? ''}`}
        slot={selected}
        firstTakeId={takeId}
        onWalk={(step) => {
          const next = slots[slots.indexOf(selected) + step];
          if (next) setChosen(next.id);
        }}
      />
    </section>
  );
}

/** The shot on screen. `?shot=` and `?take=` choose one from elsewhere; the address is plain afterwards. */
function useChosenShot() {
  const { projectId } = useProjectSession();
  const navigate = useNavigate();
  const { shot, take }: { readonly shot?: unknown; readonly take?: unknown } = useSearch({ strict: false });
  const [chosen, setChosen] = useState(() => ({ slotId: textOf(shot), takeId: textOf(take) }));
  useEffect(() => {
    const slotId = textOf(shot);
    if (slotId === undefined) return;
    setChosen({ slotId, takeId: textOf(take) });
    void navigate({ to: '/p/$projectId/takes', params: { projectId }, replace: true });
  }, [shot, take, navigate, projectId]);
  const choose = (slotId: string) => setChosen({ slotId, takeId: undefined });
  return { chosen: chosen.slotId, takeId: chosen.takeId, setChosen: choose };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function slotTitle(slot: Slot): string {
  return [slot.number, slot.label].filter(Boolean).join(' · ');
}
