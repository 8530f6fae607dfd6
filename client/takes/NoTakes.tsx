import { Clapperboard } from 'lucide-react';
import { useProjectSession } from '../sync/useProject.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { CanvasLink } from './CanvasLink.tsx';
import type { Slot } from './slots.ts';

/** What stands where the first Take will be. */
export function NoTakes({ slot, hasRuns }: { readonly slot: Slot; readonly hasRuns: boolean }) {
  const { canEdit } = useProjectSession();
  const name = slot.number === '' ? slot.label : `Shot ${slot.number}`;
  return (
    <div className="flex grow items-center">
      {hasRuns ? (
        <EmptyState icon={Clapperboard} title="The first Take is being made">
          Its place is below. You can go on working; it lands here in everybody's browser.
        </EmptyState>
      ) : (
        <EmptyState
          icon={Clapperboard}
          title="No Takes yet."
          actions={canEdit ? <CanvasLink label={`Open ${name} on the canvas`} nodeId={slot.id} /> : undefined}
        >
          Generate the first below, or look at what it is made of on the canvas.
        </EmptyState>
      )}
    </div>
  );
}
