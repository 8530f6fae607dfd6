import { useEffect } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { keepCut } from './keeping.ts';
import { useCutMedia } from './useCutMedia.ts';

/** After the cut has been quiet for this long, what is kept follows it. */
const QUIET_MS = 3000;

/** Brings what is kept of the open project up to date with its cut, while there is a network. Shows nothing. */
export function KeptUpToDate() {
  const { me, projectId, clock, sync } = useProjectSession();
  const media = useCutMedia();
  useEffect(() => {
    const follow = () => {
      const isOnline = sync.badge().kind !== 'offline';
      if (isOnline) void keepCut({ store: localStorage, personId: me.id, projectId, clock }, media);
    };
    const timer = setTimeout(follow, QUIET_MS);
    window.addEventListener('online', follow);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', follow);
    };
  }, [me.id, projectId, clock, sync, media]);
  return null;
}
