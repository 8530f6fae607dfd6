import { useMemo, useSyncExternalStore } from 'react';
import { peopleStore } from '../sync/people.ts';
import type { PresentPerson } from '../sync/presentPeople.ts';
import type { ProjectSession } from '../sync/projectSession.ts';
import { useProjectSession } from '../sync/useProject.tsx';
import { PeopleOnNodes } from './peopleOnNodes.ts';

const indexes = new WeakMap<ProjectSession, PeopleOnNodes>();

/** The colleagues who have a node selected; drawn again only when that changes, not with every pointer. */
export function usePeopleOn(nodeId: string): readonly PresentPerson[] {
  const session = useProjectSession();
  const store = useMemo(() => peopleStore(session), [session]);
  const index = indexes.get(session) ?? new PeopleOnNodes();
  indexes.set(session, index);
  return useSyncExternalStore(store.signal.subscribe, () => index.on(nodeId, store.people()));
}
