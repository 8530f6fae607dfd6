import { CLOSE_REASONS } from '@studio/shared/access';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { reloadToUpdate } from './keepPage.ts';

/** Why the server does not take part, what is safe, and the way on. */
export function RefusalBanner() {
  const { sync } = useProjectSession();
  const refusal = useSyncExternalStore(sync.signal.subscribe, sync.refusal);
  if (refusal === null) return null;
  return (
    <div role="alert" className="flex shrink-0 items-center gap-3 border-b border-danger bg-surface-2 px-3 py-1.5">
      <TriangleAlert aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-danger" />
      <p className="min-w-0 grow text-13">{CLOSE_REASONS[refusal]}</p>
      {refusal === 'signed-out' ? (
        <Link to="/sign-in" className="shrink-0 text-13 font-medium underline">
          Sign in
        </Link>
      ) : (
        <Button size="small" onClick={() => void (refusal === 'client-too-old' ? reloadToUpdate() : location.reload())}>
          Reload
        </Button>
      )}
    </div>
  );
}
