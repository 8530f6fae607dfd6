import { useSyncExternalStore } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { StorageBanner } from './StorageBanner.tsx';

/** Why editing is paused in the open project, while it is. */
export function PausedBanner() {
  const { sync } = useProjectSession();
  const isFailing = useSyncExternalStore(sync.signal.subscribe, sync.isStorageFailing);
  const unsentEdits = useSyncExternalStore(sync.signal.subscribe, sync.unsentEdits);
  return isFailing ? <StorageBanner unsentEdits={unsentEdits} /> : null;
}
