import { Link } from '@tanstack/react-router';
import { Clapperboard } from 'lucide-react';
import { useProjectSession } from '../sync/useProject.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import type { Slot } from './slots.ts';

/** What stands where the first Take will be. */
export function NoTakes({ slot, hasRuns }: { readonly slot: Slot; readonly hasRuns: boolean }) {
  const { projectId, canEdit } = useProjectSession();
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
          actions={
            canEdit ? (
              <Link
                to="/p/$projectId/canvas"
                params={{ projectId }}
                search={{ node: slot.id } as never}
                className="inline-flex h-8 items-center rounded border bg-surface-3 px-3 text-13 font-medium text-ink hover:border-line-strong"
              >
                Open {name} on the canvas
              </Link>
            ) : undefined
          }
        >
          Generate the first below, or look at what it is made of on the canvas.
        </EmptyState>
      )}
    </div>
  );
}
