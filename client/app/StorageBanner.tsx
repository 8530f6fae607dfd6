import { DatabaseZap } from 'lucide-react';
import { STORAGE_FAILS } from '../sync/pausedSession.ts';

/** Says that the studio cannot store, and how many edits of mine wait for it here. */
export function StorageBanner({ unsentEdits }: { readonly unsentEdits: number }) {
  const waiting = unsentEdits === 1 ? 'Your last edit waits' : `Your last ${unsentEdits} edits wait`;
  return (
    <div role="alert" className="flex shrink-0 items-center gap-3 border-b border-danger bg-surface-2 px-3 py-1.5">
      <DatabaseZap aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-danger" />
      <p className="min-w-0 grow text-13">
        {STORAGE_FAILS}
        {unsentEdits > 0 && ` ${waiting} on this device.`}
      </p>
    </div>
  );
}
