import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { stopFollowing, useFollowing } from '../sync/following.ts';
import { peopleStore } from '../sync/people.ts';
import { useProjectSession } from '../sync/useProject.tsx';

/** Moves my canvas with the one of whom I follow. Returns what ends it: a pan or zoom of my own. */
export function useFollowedViewport(): (event: unknown) => void {
  const session = useProjectSession();
  const { setCenter } = useReactFlow();
  const clientId = useFollowing((state) => state.whom?.clientId);
  useEffect(() => {
    if (clientId === undefined) return undefined;
    const store = peopleStore(session);
    let shown = '';
    const show = () => {
      const viewport = store.people().find((person) => person.clientId === clientId)?.viewport;
      const key = JSON.stringify(viewport);
      if (!viewport || key === shown) return;
      shown = key;
      void setCenter(viewport.x, viewport.y, { zoom: viewport.zoom, duration: 120 });
    };
    show();
    return store.signal.subscribe(show);
  }, [session, clientId, setCenter]);
  return stopAtOwnMove;
}

/** React Flow gives no event for a move that it was told to make. */
function stopAtOwnMove(event: unknown): void {
  if (event !== null && event !== undefined) stopFollowing();
}
