import { type ReactNode, useSyncExternalStore } from 'react';
import { pausedSession } from './pausedSession.ts';
import type { ProjectSession } from './projectSession.ts';
import { ProjectSessionProvider } from './useProject.tsx';

export interface OpenSessionProps {
  readonly session: ProjectSession;
  readonly children: ReactNode;
}

/** Gives the open project to everything below it, with editing paused while the studio cannot store. */
export function OpenSession({ session, children }: OpenSessionProps) {
  const isFailing = useSyncExternalStore(session.sync.signal.subscribe, session.sync.isStorageFailing);
  return (
    <ProjectSessionProvider value={isFailing ? pausedSession(session) : session}>{children}</ProjectSessionProvider>
  );
}
